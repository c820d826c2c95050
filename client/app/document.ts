// The entry of `/d/<id>`: the bar is there at once, the editor follows in a chunk of its own.
import { define } from '../elements/define.ts'
import { EnckePresence } from '../elements/encke-presence.ts'
import { EnckeShare } from '../elements/encke-share.ts'
import { EnckeStatus } from '../elements/encke-status.ts'
import { CommentsButton } from './comments-button.ts'
import { ConnectionBanner } from './connection-banner.ts'
import { DocumentPage } from './document-page.ts'
import { startPage } from './start-page.ts'
import { ViewSwitch } from './view-switch.ts'
import { YouDialog } from './you-dialog.ts'

startPage()
define('encke-presence', EnckePresence)
define('encke-share', EnckeShare)
define('encke-status', EnckeStatus)
define('connection-banner', ConnectionBanner)
define('view-switch', ViewSwitch)
define('you-dialog', YouDialog)
define('comments-button', CommentsButton)
define('document-page', DocumentPage)
