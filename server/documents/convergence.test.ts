import * as prng from 'lib0/prng'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { StoreError } from '../stores/store.ts'
import { docOf, TestMember, type TestMemberOptions, turn, until } from './test-member.ts'
import { TestWorld } from './test-world.ts'

const diskFull = new StoreError('UNAVAILABLE', 'disk full')

/** A member whose messages arrive late, out of order and twice. What has not arrived when it leaves is lost. */
class JumbledMember extends TestMember {
  readonly #random: prng.PRNG
  #underway: Uint8Array[] = []

  constructor(random: prng.PRNG, options?: TestMemberOptions) {
    super(options)
    this.#random = random
  }

  get hasUnderway(): boolean {
    return this.#underway.length > 0
  }

  override says(message: Uint8Array): void {
    this.#underway.push(message)
    if (prng.int32(this.#random, 0, 9) === 0) this.#underway.push(message)
  }

  /** One of the messages arrives. */
  arrives(): void {
    const [message] = this.#underway.splice(prng.int32(this.#random, 0, this.#underway.length - 1), 1)
    if (message) super.says(message)
  }

  override leaves(): void {
    this.#underway = []
    super.leaves()
  }
}

class Session {
  readonly random: prng.PRNG
  readonly world = new TestWorld()
  readonly members: JumbledMember[] = []
  readonly away: JumbledMember[] = []
  /** What somebody had at some moment. */
  readonly memories: Y.Doc[] = []

  constructor(seed: number) {
    this.random = prng.create(seed)
  }

  async step(): Promise<void> {
    const { random, world, members } = this
    const member = members.length > 0 ? prng.oneOf(random, members) : null
    const what = prng.int32(random, 0, 99)
    if (what < 50 && member) this.#edits(member)
    else if (what < 80 && member?.hasUnderway) member.arrives()
    else if (what < 84) await this.#joins()
    else if (what < 87 && member) this.#goes(member)
    else if (what < 90 && this.away.length > 0) await this.#returns()
    else if (what < 92 && member) this.#remembers(member)
    else if (what < 94) world.store.hold()
    else if (what < 96) world.store.release()
    else if (what < 97 && member) this.#slows(member)
    else if (what < 98) world.store.failure = diskFull
    else if (what < 99) world.store.failure = null
    else world.clock.advance(prng.int32(random, 0, 400))
    if (prng.bool(random)) await turn()
  }

  /** Everybody comes back, everything arrives, the store works. */
  async settles(): Promise<void> {
    const { world, members, away } = this
    world.store.release()
    world.store.failure = null
    while (away.length > 0) await this.#returns()
    for (const member of members) member.flows()
    await until(() => {
      for (const member of members) while (member.hasUnderway) member.arrives()
      world.clock.advance(1_000)
      const [first] = members
      return members.every((member) => (member.isSaved || !member.extended) && isSame(member.doc, first!.doc))
    })
  }

  #edits({ doc }: JumbledMember): void {
    const { random } = this
    const text = doc.getText('content')
    const kind = prng.int32(random, 0, 19)
    if (kind === 0) text.insert(prng.int32(random, 0, text.length), prng.word(random, 20_000, 40_000))
    else if (kind < 4) doc.getMap('map').set(prng.letter(random), prng.int32(random, 0, 9))
    else if (kind < 5) doc.getMap('map').delete(prng.letter(random))
    else if (kind < 9 && text.length > 0) {
      const at = prng.int32(random, 0, text.length - 1)
      text.delete(at, Math.min(text.length - at, prng.int32(random, 1, 30)))
    } else if (kind < 10 && text.length > 3) {
      text.format(prng.int32(random, 0, text.length - 3), 2, { bold: prng.bool(random) || null })
    } else text.insert(prng.int32(random, 0, text.length), prng.word(random, 1, 6))
  }

  /** Its line gets slow or fast, or lets a single message through. */
  #slows(member: JumbledMember): void {
    const how = prng.int32(this.random, 0, 3)
    if (how === 0) member.flows()
    else if (how === 1) member.pauses()
    else if (how === 2) member.stalls()
    else member.takes()
  }

  async #joins(): Promise<void> {
    if (this.members.length > 5) return
    await this.#enters(
      new JumbledMember(this.random, {
        extended: prng.bool(this.random),
        doc: docOf(prng.uint32(this.random, 0, 2 ** 32 - 1)),
      }),
    )
  }

  #goes(member: JumbledMember): void {
    this.members.splice(this.members.indexOf(member), 1)
    this.away.push(member)
    member.leaves()
  }

  async #returns(): Promise<void> {
    await this.#enters(this.away.shift()!)
  }

  async #enters(member: JumbledMember): Promise<void> {
    this.world.store.release()
    await member.joins(this.world.documents, 'a')
    member.asks()
    this.members.push(member)
  }

  #remembers({ doc }: JumbledMember): void {
    const memory = new Y.Doc()
    Y.applyUpdate(memory, Y.encodeStateAsUpdate(doc))
    this.memories.push(memory)
  }
}

function isSame(one: Y.Doc, other: Y.Doc): boolean {
  return (
    one.getText('content').toString() === other.getText('content').toString() &&
    JSON.stringify(one.getText('content').toDelta()) === JSON.stringify(other.getText('content').toDelta()) &&
    Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))
  )
}

function expectSame(one: Y.Doc, other: Y.Doc): void {
  expect(one.getText('content').toDelta()).toEqual(other.getText('content').toDelta())
  expect(one.getMap('map').toJSON()).toEqual(other.getMap('map').toJSON())
  expect(one.store.pendingStructs).toBeNull()
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, Math.floor(Math.random() * 2 ** 31)]

describe.each(seeds)('members that come, go, and send late, twice and out of order (seed %i)', (seed) => {
  test('converge with the server, with whoever comes later, and after a restart', async () => {
    const session = new Session(seed)
    const { world, members, memories } = session
    for (let step = 0; step < 400; step++) await session.step()
    await session.settles()
    const [{ doc, text }] = members as [JumbledMember]
    for (const member of members) expectSame(member.doc, doc)
    expect(await world.documents.text('a')).toBe(text)

    const late = await world.enter('a')
    expectSame(late.doc, doc)
    for (const memory of memories) expectSame((await world.enter('a', { doc: memory })).doc, doc)

    world.crash()
    expect(await world.documents.text('a')).toBe(text)
    const { doc: afterRestart } = await world.enter('a')
    expectSame(afterRestart, doc)
    const causes = world.log.lines.filter(({ level }) => level === 'error').map(({ fields }) => fields)
    for (const fields of causes) expect(fields).toMatchObject({ err: diskFull })
  })
})
