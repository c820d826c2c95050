// The entry of `/d/<id>`: the bar is there at once, the editor follows in a chunk of its own.
import { define } from '../elements/define.ts'
import { EnckePresence } from '../elements/encke-presence.ts'
import { EnckeShare } from '../elements/encke-share.ts'
import { EnckeStatus } from '../elements/encke-status.ts'
import { ActionMenu } from './action-menu.ts'
import { CommentsButton } from './comments-button.ts'
import { ConnectionBanner } from './connection-banner.ts'
import { DocumentEnding } from './document-ending.ts'
import { DocumentPage } from './document-page.ts'
import { PageNotice } from './page-notice.ts'
import { startPage } from './start-page.ts'
import { ViewSwitch } from './view-switch.ts'

startPage()
define('encke-presence', EnckePresence)
define('encke-share', EnckeShare)
define('encke-status', EnckeStatus)
define('connection-banner', ConnectionBanner)
define('view-switch', ViewSwitch)
define('comments-button', CommentsButton)
define('action-menu', ActionMenu)
define('page-notice', PageNotice)
define('document-ending', DocumentEnding)
define('document-page', DocumentPage)
