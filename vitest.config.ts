import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Every server, and every thread of a store, would strip the types of its modules anew: half of what its start costs.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules', '.cache', 'encke', 'compiled')

/** Places with a project of their own: the unit tests leave them out. */
const elsewhere = ['protocol/conformance/**', 'server/test/**', 'client/e2e/**']
/** Browser tests of how long something takes: no other shares the machine with them. */
const measured = ['client/e2e/fallback.e2e.ts', 'client/e2e/pace.e2e.ts']

/**
 * What takes longest, in the order in which it is begun: what has to compute beside what waits. Whatever is not here
 * takes half a minute at most and comes behind it, so that nothing long is left alone at the end.
 */
const longest = [
  'server/stores/sqlite-store.test.ts',

  'protocol/conformance/silence.test.ts',
  'protocol/conformance/presence.test.ts',

  'server/test/simulation/simulation.test.ts',
  'server/test/pitfalls/slow-reader.test.ts',
  'server/test/crash.test.ts',
  'server/test/pitfalls/silence.test.ts',
  'server/test/pitfalls/flood.test.ts',
  'server/test/pitfalls/nginx.test.ts',
  'server/test/pitfalls/opening.test.ts',
  'server/test/pitfalls/migration.test.ts',
  'server/test/doctor.test.ts',

  'client/e2e/axe-matrix.e2e.ts',
  'client/e2e/path-memory.e2e.ts',
  'client/e2e/kept-page.e2e.ts',
  'client/e2e/firefox-flows.e2e.ts',
  'client/e2e/leader.e2e.ts',
  'client/e2e/webkit.e2e.ts',
  'client/e2e/trust.e2e.ts',
  'client/e2e/firefox.e2e.ts',
  'client/e2e/journal.e2e.ts',
  'client/e2e/presence.e2e.ts',
  'client/e2e/pairs.e2e.ts',
  'client/e2e/status.e2e.ts',
  'client/e2e/tabs.e2e.ts',
].map((path) => join(import.meta.dirname, path))

/** By the list above: a clean checkout remembers no times. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      (longest.indexOf(moduleId) + longest.length + 1) % (longest.length + 1)
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

/** The projects run one after the other, so that what measures and races never shares the machine with the rest. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{protocol,server,client}/**/*.test.ts'],
          exclude: elsewhere,
          testTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['protocol/conformance/**/*.test.ts'],
          globalSetup: ['server/test/conformance-server.ts'],
          testTimeout: 60_000,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'system',
          include: ['server/test/**/*.test.ts'],
          // As below: when to give up.
          testTimeout: 150_000,
          hookTimeout: 90_000,
          // Most of them wait most of the time.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['client/e2e/**/*.e2e.ts'],
          exclude: measured,
          globalSetup: ['client/e2e/build-client.ts'],
          // No promise of anything, but when to give up, also on a machine that does twenty things at once.
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 150_000,
          hookTimeout: 90_000,
          // Each is a browser or several: three at a time are slower than two.
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'pace',
          include: measured,
          globalSetup: ['client/e2e/build-client.ts'],
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 150_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
