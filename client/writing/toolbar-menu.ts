import { html, nothing, render } from 'lit'
import { Check } from 'lucide-static'
import { icon } from '../elements/icon.ts'
import { placePopover } from '../elements/popover-place.ts'
import { labelOf } from './command-filter.ts'
import type { EditorCommand } from './command-registry.ts'
import { isApplePlatform, keyWords } from './key-words.ts'

export interface MenuOptions {
  button: HTMLElement
  commands: readonly EditorCommand[]
  label: string
  /** BCP 47. */
  language: string
  /** A line of words below the commands. */
  footer?: string | null
  /** Opened by a key: its first command gets the focus, which otherwise stays in the text, and with it the keyboard. */
  byKey: boolean
  /** The focus belongs to the text again. */
  onClose: (chosen: EditorCommand | null) => void
}

/** Opens a menu of commands below, or above, a button of the toolbar. */
export function openToolbarMenu({ button, commands, label, language, footer, byKey, onClose }: MenuOptions): void {
  const menu = document.createElement('div')
  const isApple = isApplePlatform()
  let chosen: EditorCommand | null = null
  menu.className = 'encke-menu'
  menu.popover = 'auto'
  menu.setAttribute('role', 'menu')
  menu.setAttribute('aria-label', label)
  const choose = (command: EditorCommand) => {
    chosen = command
    menu.hidePopover()
    close()
  }
  let closed = false
  // Not with `toggle` alone, which comes later than the next key.
  const close = () => {
    if (closed) return
    closed = true
    button.setAttribute('aria-expanded', 'false')
    menu.remove()
    onClose(chosen)
  }
  render(
    html`
      ${commands.map((command) => {
        const isOn = command.isOn?.()
        return html`
          <button type="button" role=${isOn === undefined ? 'menuitem' : 'menuitemcheckbox'} tabindex="-1"
            aria-checked=${isOn ?? nothing} @click=${() => choose(command)}>
            ${command.icon === undefined ? html`<span class="icon"></span>` : icon(command.icon)}
            <span class="label">${labelOf(command, language)}</span>
            ${isOn ? icon(Check) : nothing}
            ${command.key === undefined ? nothing : html`<kbd>${keyWords(command.key, { isApple })}</kbd>`}
          </button>
        `
      })}
      ${footer ? html`<p role="presentation">${footer}</p>` : nothing}
    `,
    menu,
  )
  const items = () => [...menu.querySelectorAll('button')]
  menu.addEventListener('keydown', (event) => {
    const all = items()
    const at = all.indexOf((menu.getRootNode() as Document | ShadowRoot).activeElement as HTMLButtonElement)
    const next: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }
    const index = next[event.key]
    if (index !== undefined) all[index]?.focus()
    else if (event.key === 'Tab' || event.key === 'Escape') {
      menu.hidePopover()
      close()
    } else return
    event.preventDefault()
    event.stopPropagation()
  })
  // A press must not take the focus out of the text, nor the keyboard off the screen.
  menu.addEventListener('mousedown', (event) => event.preventDefault())
  menu.addEventListener('beforetoggle', ({ newState }) => newState === 'open' && placePopover(menu, button))
  menu.addEventListener('toggle', ({ newState }) => {
    if (newState === 'closed') close()
    else button.setAttribute('aria-expanded', 'true')
  })
  button.after(menu)
  menu.showPopover()
  if (byKey) items()[0]?.focus()
}
