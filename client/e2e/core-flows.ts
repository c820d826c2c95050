import { describe } from 'vitest'
import { companyFlows } from './company-flows.ts'
import type { DrivenBrowser } from './driven-writer.ts'
import { FlowStage } from './flow-stage.ts'
import { writingFlows } from './writing-flows.ts'

/** A browser of another kind than Chromium, with another engine. */
export interface Engine {
  title: string
  isThere: boolean
  launch(): Promise<DrivenBrowser>
}

/** Tests what everybody does, with one person in that engine and the other in Chromium; or says that it is left out. */
export function coreFlows({ title, isThere, launch }: Engine): void {
  if (!isThere) process.stderr.write(`${title} is not installed: the tests in it are left out\n`)
  describe.runIf(isThere)(`with somebody in ${title} and somebody in Chromium`, () => {
    const stage = new FlowStage(launch)
    companyFlows(stage)
    writingFlows(stage)
  })
}
