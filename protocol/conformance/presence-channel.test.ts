import { describe, expect, test } from 'vitest'
import { encodePresence } from './channel-message.ts'
import { freshId, problemOf, request } from './document-api.ts'
import { EventStream } from './event-stream.ts'
import { PlainMember } from './plain-member.ts'

interface Person {
  id: string
  name: string
  color: string
  role: string
  state: string
  since: number
}

interface Snapshot {
  version: number
  documents: Record<string, Person[]>
}

const query = (ids: string[], rest = ''): string =>
  `/api/presence?${ids.map((id) => `document=${encodeURIComponent(id)}`).join('&')}${rest}`

/** Somebody who enters a document under a name. The document is entered when the presence channel says so. */
async function enters(document: string, name: string, clientId: number, state: object = {}): Promise<PlainMember> {
  const member = await PlainMember.join(document)
  const user = { id: name.toLowerCase(), name, color: '#A1B2C3' }
  member.send(encodePresence({ clientId, clock: 1, state: { user, ...state } }))
  return member
}

/** The people of one document, once there are this many. */
async function people(document: string, count: number): Promise<Person[]> {
  let { version, documents } = await snapshot(query([document]))
  while (documents[document]!.length !== count) {
    ;({ version, documents } = await snapshot(query([document], `&after=${version}&wait=5`)))
  }
  return documents[document]!
}

async function snapshot(path: string): Promise<Snapshot> {
  const response = await request(path)
  expect(response.status).toBe(200)
  return (await response.json()) as Snapshot
}

describe('who is where, without opening anything:', () => {
  test('as JSON: name, colour, role, state, since when', async () => {
    const id = freshId()
    const from = Date.now()
    using _alice = await enters(id, 'Alice', 1, { activity: 'typing' })
    expect(await people(id, 1)).toEqual([
      {
        id: expect.any(String),
        name: 'Alice',
        color: '#a1b2c3',
        role: 'editor',
        state: 'typing',
        since: expect.any(Number),
      },
    ])
    const [alice] = await people(id, 1)
    expect(Math.abs(alice!.since - from)).toBeLessThan(60_000)
  })

  test('of several documents at once; nobody is anybody in one that nobody has opened', async () => {
    const [one, two, empty] = [freshId(), freshId(), freshId()]
    using _alice = await enters(one, 'Alice', 1)
    using _bob = await enters(two, 'Bob', 2)
    await Promise.all([people(one, 1), people(two, 1)])
    const { documents } = await snapshot(query([one, two, empty]))
    expect(Object.entries(documents).map(([id, list]) => [id, list.map(({ name }) => name)])).toEqual([
      [one, ['Alice']],
      [two, ['Bob']],
      [empty, []],
    ])
    expect((await request(`/api/documents/${empty}`)).status).toBe(404)
  })

  test('one person in two tabs is one person', async () => {
    const id = freshId()
    using _first = await enters(id, 'Alice', 1)
    using _second = await enters(id, 'Alice', 2)
    using _bob = await enters(id, 'Bob', 3)
    expect((await people(id, 2)).map(({ name }) => name)).toEqual(['Alice', 'Bob'])
  })

  test('somebody who leaves is gone', async () => {
    const id = freshId()
    const alice = await enters(id, 'Alice', 1)
    await people(id, 1)
    alice.socket.close()
    expect(await people(id, 0)).toEqual([])
  })
})

describe('as events:', () => {
  test('one now, and one after each change', async () => {
    const id = freshId()
    using stream = await EventStream.open(query([id]), {})
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    const names = async (): Promise<string[]> => {
      const { event, data } = await stream.events.next()
      expect(event).toBe('presence')
      return (JSON.parse(data) as Snapshot).documents[id]!.map(({ name }) => name)
    }
    expect(await names()).toEqual([])
    const alice = await enters(id, 'Alice', 1)
    expect(await names()).toEqual(['Alice'])
    using _bob = await enters(id, 'Bob', 2)
    expect(await names()).toEqual(['Alice', 'Bob'])
    alice.socket.close()
    expect(await names()).toEqual(['Bob'])
  })
})

describe('by long poll:', () => {
  test('the answer waits for a change', async () => {
    const id = freshId()
    const { version } = await snapshot(query([id]))
    const held = snapshot(query([id], `&after=${version}&wait=20`))
    using _alice = await enters(id, 'Alice', 1)
    const changed = await held
    expect(changed.version).toBeGreaterThan(version)
    expect(changed.documents[id]!.map(({ name }) => name)).toEqual(['Alice'])
  })

  test('at the latest it comes after `wait`, unchanged', async () => {
    const id = freshId()
    const { version } = await snapshot(query([id]))
    const from = performance.now()
    expect(await snapshot(query([id], `&after=${version}&wait=0.3`))).toEqual({ version, documents: { [id]: [] } })
    expect(performance.now() - from).toBeGreaterThanOrEqual(295)
  })

  test('what is no longer true is answered at once', async () => {
    const id = freshId()
    const { version } = await snapshot(query([id]))
    using _alice = await enters(id, 'Alice', 1)
    await people(id, 1)
    expect((await snapshot(query([id], `&after=${version}&wait=20`))).documents[id]).toHaveLength(1)
  })
})

describe('what is refused:', () => {
  const refused: [what: string, path: string, status: number, code: string][] = [
    ['no document', '/api/presence', 400, 'PARAMETER_INVALID'],
    ['too many documents', query(Array.from({ length: 101 }, (_, index) => `d${index}`)), 400, 'PARAMETER_INVALID'],
    ['an id that cannot be', query(['a<b']), 400, 'DOCUMENT_ID_INVALID'],
    ['a version that is none', query(['a'], '&after=soon&wait=1'), 400, 'PARAMETER_INVALID'],
  ]
  test.each(refused)('%s', async (_what, path, status, code) => {
    expect(await problemOf(await request(path))).toEqual({ status, code })
  })

  test('other methods and other types', async () => {
    const path = query([freshId()])
    const post = await request(path, { method: 'POST' })
    expect(post.headers.get('allow')).toBe('GET, HEAD')
    expect(await problemOf(post)).toEqual({ status: 405, code: 'METHOD_NOT_ALLOWED' })
    const image = await request(path, { headers: { accept: 'image/png' } })
    expect(await problemOf(image)).toEqual({ status: 406, code: 'NOT_ACCEPTABLE' })
  })
})
