import { ObservableV2 } from 'lib0/observable'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { systemClock } from '../../protocol/clock.ts'
import { IdentityStore } from '../presence/identity.ts'
import { palette } from '../presence/palette.ts'
import { type ConnectionState, initialConnectionState } from '../provider/connection-state.ts'
import type { EnckeProvider } from '../provider/provider.ts'
import { Collaboration, type Target } from './collaboration.ts'

/** A provider whose server is the test. */
class FakeProvider extends ObservableV2<{
  connection: (connection: ConnectionState) => void
  synced: (synced: boolean) => void
}> {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  connection = initialConnectionState
  destroyed = false
  saveAll: () => void = () => {}

  constructor(doc: Y.Doc) {
    super()
    this.doc = doc
    this.awareness = new Awareness(doc)
    clearInterval(this.awareness._checkInterval)
  }

  flush(): Promise<void> {
    return new Promise((resolve) => {
      this.saveAll = resolve
    })
  }

  /** Somebody else is there. */
  meet(id: string, color: string): void {
    const other = new Awareness(new Y.Doc())
    clearInterval(other._checkInterval)
    other.setLocalState({ user: { id, name: id, color } })
    applyAwarenessUpdate(this.awareness, encodeAwarenessUpdate(other, [other.clientID]), this)
  }

  /** An edit comes from the server. */
  receive(edit: (text: Y.Text) => void): void {
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(this.doc))
    edit(other.getText('content'))
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other), this)
  }

  override destroy(): void {
    this.destroyed = true
    super.destroy()
  }
}

const target: Target = { server: 'http://host', document: 'minutes', transport: null, token: null, keepsEdits: true }
const identities = () => new IdentityStore({ storage: null, language: 'en', random: () => 0 })
let told: string[]

function open({ at = target as Target | null, store = identities() } = {}) {
  let provider!: FakeProvider
  const collaboration = new Collaboration({
    target: at,
    identities: store,
    user: null,
    clock: systemClock,
    listener: {
      textChanged: (origin) => told.push(origin),
      connectionChanged: ({ state }, previous) => told.push(`${previous.state} to ${state}`),
      synced: () => told.push('synced'),
      peopleChanged: () => {},
      modeChanged: () => told.push('mode'),
      earlierChanged: () => {},
    },
    createProvider: ({ doc }) => {
      provider = new FakeProvider(doc)
      return provider as unknown as EnckeProvider
    },
  })
  return { collaboration, provider }
}

beforeEach(() => {
  told = []
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

test('a text of this page alone is synced, empty and without company', () => {
  const { collaboration } = open({ at: null })
  expect(collaboration).toMatchObject({ synced: true, text: '', provider: null, people: null, awareness: null })
  expect(collaboration.connection).toMatchObject({ state: 'closed', error: null })
  collaboration.edit((text) => text.insert(0, 'mine'))
  expect(collaboration.text).toBe('mine')
  expect(told).toEqual(['api'])
})

test('opening a document writes nothing into it', () => {
  const { collaboration, provider } = open()
  provider.emit('synced', [true])
  expect(Y.encodeStateVector(collaboration.ydoc)).toEqual(new Uint8Array([0]))
  expect(told).toEqual(['synced'])
})

test('tells who changed the text', () => {
  const { collaboration, provider } = open()
  collaboration.ytext.insert(0, 'typed')
  provider.receive((text) => text.insert(0, 'theirs '))
  collaboration.edit((text) => text.insert(0, 'page '))
  collaboration.undoManager.undo()
  expect(told).toEqual(['local', 'remote', 'api', 'undo'])
  expect(collaboration.text).toBe('theirs typed')
})

test('tells of the connection with what it was before', () => {
  const { collaboration, provider } = open()
  provider.emit('connection', [{ ...initialConnectionState, state: 'connected' }])
  expect(told).toEqual(['connecting to connected'])
  expect(collaboration.connection.state).toBe('connected')
})

test('the newcomer takes a colour that nobody has, and keeps it', () => {
  const store = identities()
  const { collaboration, provider } = open({ store })
  expect(collaboration.people?.all[0]?.color).toBe(palette[0])
  provider.meet('bob', palette[0])
  provider.meet('carol', palette[1])
  provider.emit('synced', [true])
  const { color } = collaboration.people!.all[0]!
  expect([palette[0], palette[1]]).not.toContain(color)
  provider.meet('dan', color)
  provider.emit('synced', [false])
  provider.emit('synced', [true])
  expect(collaboration.people?.all[0]?.color).toBe(color)
  expect(store.identity).toMatchObject({ color, colorChosen: false })
})

test('who chose a colour keeps it, and a page may say who its reader is', () => {
  const store = identities()
  store.update({ color: palette[0] })
  const { collaboration, provider } = open({ store })
  provider.meet('bob', palette[0])
  provider.emit('synced', [true])
  expect(collaboration.people?.all[0]?.color).toBe(palette[0])
  collaboration.setUser({ id: 'account-1', name: 'Ann', color: palette[5] })
  expect(collaboration.people?.all[0]).toMatchObject({ id: 'account-1', name: 'Ann', color: palette[5] })
})

test('closing leaves at once, and keeps the connection until all edits are durable', async () => {
  const { collaboration, provider } = open()
  collaboration.ytext.insert(0, 'last words')
  collaboration.close()
  collaboration.close()
  expect(provider.awareness.getLocalState()).toBeNull()
  expect(provider.destroyed).toBe(false)
  provider.saveAll()
  await vi.waitFor(() => expect(provider.destroyed).toBe(true))
  expect(vi.getTimerCount()).toBe(0)
  expect(collaboration.text).toBe('last words')
})

test('edits that cannot be saved hold up the end for 30 s', () => {
  const { collaboration, provider } = open()
  collaboration.close()
  vi.advanceTimersByTime(29_999)
  expect(provider.destroyed).toBe(false)
  vi.advanceTimersByTime(1)
  expect(provider.destroyed).toBe(true)
})
