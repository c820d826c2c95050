import { define } from './elements/define.ts'
import { EnckeEditor } from './elements/encke-editor.ts'

/**
 * The script for other pages: `<script type="module" src="https://HOST/encke.js"></script>` and the tags work.
 * Importing it on a server is harmless. To extend a class before its tag is taken, import its own file.
 */
define('encke-editor', EnckeEditor)

// Faces and the state of the connection may come a moment after the text: the editor's first load stays small.
void Promise.all([
  import('./elements/encke-presence.ts'),
  import('./elements/encke-status.ts'),
  import('./elements/encke-share.ts'),
]).then(
  ([{ EnckePresence }, { EnckeStatus }, { EnckeShare }]) => {
    define('encke-presence', EnckePresence)
    define('encke-status', EnckeStatus)
    define('encke-share', EnckeShare)
  },
  // The page's own handler of errors learns of it, as of a script that did not load.
  (error: unknown) => globalThis.reportError(error),
)

void import('./comments/encke-comments.ts').then(
  ({ EnckeComments }) => define('encke-comments', EnckeComments),
  (error: unknown) => globalThis.reportError(error),
)

export { EnckeEditor }
