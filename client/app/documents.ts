// The entry of `/`: no editor code on this page, so that it is there at once.
import { define } from '../elements/define.ts'
import { EnckePresence } from '../elements/encke-presence.ts'
import { DocumentsPage } from './documents-page.ts'
import { startPage } from './start-page.ts'

startPage()
define('encke-presence', EnckePresence)
define('documents-page', DocumentsPage)
