// The entry of `/trash`.
import { define } from '../elements/define.ts'
import { PageNotice } from './page-notice.ts'
import { startPage } from './start-page.ts'
import { TrashPage } from './trash-page.ts'

startPage()
define('page-notice', PageNotice)
define('trash-page', TrashPage)
