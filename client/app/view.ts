// The entry of `/v/<token>`: the text is in the page already; this keeps it up to date. No editor, no elements.
import { systemClock } from '../../protocol/clock.ts'
import { startPage } from './start-page.ts'
import { ViewPage } from './view-page.ts'

startPage()
new ViewPage({ clock: systemClock }).start()
