import { coreFlows } from './core-flows.ts'
import { findWebKit, launchWebKit } from './webkit.ts'

coreFlows({ title: 'WebKit', isThere: findWebKit() !== null, launch: launchWebKit })
