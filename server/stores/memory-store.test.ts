import { describeLinkStore } from './link-store.suite.ts'
import { MemoryStore } from './memory-store.ts'
import { describeStore, type StoreMaker } from './store.suite.ts'
import { describeStoreTrash } from './store-trash.suite.ts'
import { describeTextIndex } from './text-index.suite.ts'

const makeStore: StoreMaker = async (options) => ({
  open: async () => new MemoryStore(options),
  dispose: async () => {},
})

describeStore('MemoryStore', makeStore, { durable: false })
describeLinkStore('MemoryStore', makeStore, { durable: false })
describeStoreTrash('MemoryStore', makeStore, { durable: false })
describeTextIndex('MemoryStore', makeStore, { durable: false })
