// The entry of `/status`: the connection doctor, without any editor.
import { define } from '../elements/define.ts'
import { CopyButton } from './copy-button.ts'
import { ProxyAdvice } from './proxy-advice.ts'
import { SessionHistory } from './session-history.ts'
import { startPage } from './start-page.ts'
import { StatusPage } from './status-page.ts'

startPage()
define('copy-button', CopyButton)
define('proxy-advice', ProxyAdvice)
define('session-history', SessionHistory)
define('status-page', StatusPage)
