import { MemoryStore } from './memory-store.ts'
import { describeStore } from './store.suite.ts'

describeStore(
  'MemoryStore',
  async (options) => ({
    open: async () => new MemoryStore(options),
    dispose: async () => {},
  }),
  { durable: false },
)
