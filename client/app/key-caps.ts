const apple: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Meta: '⌘',
  Cmd: '⌘',
  Enter: '↩',
  Escape: 'esc',
  Backspace: '⌫',
  Delete: '⌦',
}
const others: Readonly<Record<string, string>> = { Mod: 'Ctrl', Control: 'Ctrl', Escape: 'Esc', Delete: 'Del' }
const everywhere: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: '␣',
}

/**
 * What is printed on the keys of a combination that is written as CodeMirror writes them: `Mod-Shift-k` is Ctrl, Shift,
 * K, and on Apple's keyboards ⌘, ⇧, K.
 */
export function keyCaps(key: string, { isApple = onApple() } = {}): string[] {
  const parts = key.split(/-(?!$)/)
  return parts.map((part) => {
    const known = everywhere[part] ?? (isApple ? apple : others)[part]
    return known ?? (part.length === 1 ? part.toUpperCase() : part)
  })
}

function onApple(): boolean {
  // As CodeMirror tells it, or the help would show other keys than those that work.
  return /Mac|iPhone|iPad|iPod/.test(globalThis.navigator?.platform ?? '')
}
