// The entry of `/trash`.
import { define } from '../elements/define.ts'
import { PageNotice } from './page-notice.ts'
import { SearchField } from './search-field.ts'
import { startPage } from './start-page.ts'
import { TrashPage } from './trash-page.ts'

startPage()
define('page-notice', PageNotice)
define('search-field', SearchField)
define('trash-page', TrashPage)
