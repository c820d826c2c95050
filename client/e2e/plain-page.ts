import { define } from '../elements/define.ts'
import { EnckeEditor } from '../elements/encke-editor.ts'

// Defined when the test says so: a page may set properties of a tag before it is known.
Object.assign(window, { define, defineEditor: () => define('encke-editor', EnckeEditor) })

declare global {
  interface Window {
    defineEditor(): void
  }
}
