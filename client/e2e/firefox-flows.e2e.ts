import { coreFlows } from './core-flows.ts'
import { findFirefox, launchFirefox } from './firefox.ts'

coreFlows({ title: 'Firefox', isThere: findFirefox() !== null, launch: launchFirefox })
