import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteStore } from './sqlite-store.ts'
import { describeStore } from './store.suite.ts'

describeStore(
  'SqliteStore',
  async (options) => {
    const folder = await mkdtemp(join(tmpdir(), 'encke-store-'))
    return {
      open: () => SqliteStore.open({ folder, ...options }),
      dispose: () => rm(folder, { recursive: true }),
    }
  },
  { durable: true },
)
