import { MemoryStore } from './memory-store.ts'
import { describeStore, type StoreKind } from './store.suite.ts'
import { describeStoreTrash } from './store-trash.suite.ts'

const make = async (options: ConstructorParameters<typeof MemoryStore>[0]): Promise<StoreKind> => ({
  open: async () => new MemoryStore(options),
  dispose: async () => {},
})

describeStore('MemoryStore', make, { durable: false })
describeStoreTrash('MemoryStore', make, { durable: false })
