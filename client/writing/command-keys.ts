import { Compartment, type Extension } from '@codemirror/state'
import { type EditorView, keymap, ViewPlugin } from '@codemirror/view'
import type { CommandRegistry } from './command-registry.ts'

/** The keys of all commands of a registry, also of those that are added later, while the focus is in the text. */
export function commandKeys(commands: CommandRegistry): Extension {
  const keys = new Compartment()
  const bindings = () =>
    keymap.of(
      commands.all.flatMap((command) => {
        const { key } = command
        if (key === undefined) return []
        const run = () => {
          if (command.isAvailable?.() === false) return false
          command.run()
          return true
        }
        return [{ key, run, preventDefault: true }]
      }),
    )
  return [
    keys.of(bindings()),
    ViewPlugin.define((view: EditorView) => {
      let stale = false
      let closed = false
      // Not at once: a command may be added during an update, which must not dispatch; and many are added together.
      const refresh = () => {
        if (stale) return
        stale = true
        queueMicrotask(() => {
          stale = false
          if (!closed) view.dispatch({ effects: keys.reconfigure(bindings()) })
        })
      }
      const unsubscribe = commands.subscribe(refresh)
      return {
        destroy() {
          closed = true
          unsubscribe()
        },
      }
    }),
  ]
}
