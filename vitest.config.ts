import { defineConfig } from 'vitest/config'

/** Places with a project of their own: the unit tests leave them out. */
const elsewhere = ['protocol/conformance/**', 'server/test/**', 'client/e2e/**']
/** Browser tests of how long something takes: no other shares the machine with them. */
const measured = ['client/e2e/pace.e2e.ts']

/** The projects run one after the other, so that what measures and races never shares the machine with the rest. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{protocol,server,client}/**/*.test.ts'],
          exclude: elsewhere,
          testTimeout: 10_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['protocol/conformance/**/*.test.ts'],
          globalSetup: ['server/test/conformance-server.ts'],
          testTimeout: 20_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'system',
          include: ['server/test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
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
          // Most of them wait most of the time.
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
