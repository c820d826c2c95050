const apple: Record<string, string> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Enter: '↩' }
const others: Record<string, string> = { Mod: 'Ctrl', Meta: 'Win' }
const order = ['Ctrl', 'Alt', 'Shift', 'Mod']

/** A key as its keyboard calls it, from how CodeMirror writes it: `Mod-Shift-p` is ⇧⌘P or Ctrl+Shift+P. */
export function keyWords(key: string, { isApple }: { isApple: boolean }): string {
  const parts = key.split(/-(?=.)/)
  const last = parts.pop() ?? ''
  const letter = last.length === 1 ? last.toUpperCase() : last
  if (!isApple) return [...parts.map((part) => others[part] ?? part), letter].join('+')
  const modifiers = order.filter((name) => parts.includes(name)).map((name) => apple[name])
  return `${modifiers.join('')}${apple[letter] ?? letter}`
}

/** A key as `aria-keyshortcuts` has it. */
export function ariaKeys(key: string, { isApple }: { isApple: boolean }): string {
  return key
    .replace('Mod', isApple ? 'Meta' : 'Control')
    .replace('Ctrl', 'Control')
    .replace(/-(?=.)/g, '+')
}

/** Whether this browser's keyboard is Apple's. */
export function isApplePlatform(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}
