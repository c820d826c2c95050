// The entry of `/`: no editor code on this page, so that it is there at once.
import { define } from '../elements/define.ts'
import { EnckePresence } from '../elements/encke-presence.ts'
import { ActionMenu } from './action-menu.ts'
import { DocumentsList } from './documents-list.ts'
import { DocumentsPage } from './documents-page.ts'
import { PageNotice } from './page-notice.ts'
import { SearchField } from './search-field.ts'
import { startPage } from './start-page.ts'

startPage()
define('encke-presence', EnckePresence)
define('action-menu', ActionMenu)
define('page-notice', PageNotice)
define('search-field', SearchField)
define('documents-list', DocumentsList)
define('documents-page', DocumentsPage)
