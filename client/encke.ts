import { define } from './elements/define.ts'
import { EnckeEditor } from './elements/encke-editor.ts'
import { EnckePresence } from './elements/encke-presence.ts'
import { EnckeStatus } from './elements/encke-status.ts'

/**
 * The script for other pages: `<script type="module" src="https://HOST/encke.js"></script>` and the tags work.
 * Importing it on a server is harmless. To extend a class before its tag is taken, import its own file.
 */
define('encke-editor', EnckeEditor)
define('encke-presence', EnckePresence)
define('encke-status', EnckeStatus)

export { EnckeEditor, EnckePresence, EnckeStatus }
