import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { readSyncMessage } from 'y-protocols/sync'
import * as Y from 'yjs'
import type { CloseCode } from '../../protocol/close-code.ts'
import { Lane } from '../../protocol/lane.ts'
import {
  type DocumentInfo,
  encodeSyncStep1,
  encodeUpdate,
  MessageType,
  type Role,
  readInfo,
  readSaved,
  SyncType,
} from '../../protocol/message.ts'
import type { Member } from './member.ts'
import type { Documents, Membership } from './membership.ts'

export interface TestMemberOptions {
  role?: Role
  extended?: boolean
  doc?: Y.Doc
}

/**
 * A person with a Y.Doc for tests: speaks y-protocols as y-websocket does, and `encke.1` unless told not to.
 * Takes what it is sent at once, unless it pauses.
 */
export class TestMember implements Member {
  readonly id: string
  readonly role: Role
  readonly extended: boolean
  readonly doc: Y.Doc
  /** Every message so far, oldest first. */
  readonly received: Uint8Array[] = []
  info: DocumentInfo | null = null
  saved = 0
  synced = false
  closed: { code: CloseCode; reason: string } | null = null
  /** How many Step2 and Update messages it has sent. */
  sent = 0
  /** While true, what it types stays with it, and it answers no question: for lost and late messages. */
  isMute = false
  /** The most that ever waited for it, bytes. */
  mostWaiting = 0
  #membership: Membership | null = null
  #lane = this.#openLane()
  #isPaused = false
  #isStalled = false
  #inbox: Uint8Array[] = []
  #pumping = false

  constructor({ role = 'editor', extended = true, doc = new Y.Doc() }: TestMemberOptions = {}) {
    this.role = role
    this.extended = extended
    this.doc = doc
    this.id = `member-${doc.clientID}`
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this && !this.isMute) this.says(encodeUpdate(update))
    })
  }

  /** Joins, asks for the document, and is synced when that resolves. */
  async enters(documents: Documents, documentId: string): Promise<this> {
    await this.joins(documents, documentId)
    this.asks()
    await until(() => this.synced || this.closed !== null)
    return this
  }

  /** Joins and asks for nothing. */
  async joins(documents: Documents, documentId: string): Promise<void> {
    this.leaves()
    this.synced = false
    this.saved = 0
    this.sent = 0
    this.closed = null
    const membership = await documents.join(documentId, this)
    if (this.closed) return
    this.#membership = membership
    this.#pump()
  }

  asks(): void {
    this.says(encodeSyncStep1(Y.encodeStateVector(this.doc)))
  }

  /** Sends a message as it is. */
  says(message: Uint8Array): void {
    if (!this.#membership) return
    if (message[0] === MessageType.Sync && message[1] !== SyncType.Step1) this.sent += 1
    this.#membership.receive(message)
  }

  types(text: string, at: number = this.text.length): void {
    this.doc.getText('content').insert(at, text)
  }

  deletes(at: number, count: number): void {
    this.doc.getText('content').delete(at, count)
  }

  get text(): string {
    return this.doc.getText('content').toString()
  }

  /** True when everything it has sent is durable. */
  get isSaved(): boolean {
    return this.saved === this.sent
  }

  leaves(): void {
    this.#membership?.leave()
    this.#membership = null
    this.#inbox = []
    this.#lane.close()
    this.#lane = this.#openLane()
  }

  /** Messages of one kind; `sync` narrows to Step1, Step2 or Update. */
  messages(type: MessageType, sync?: SyncType): Uint8Array[] {
    return this.received.filter(([first, second]) => first === type && (sync === undefined || second === sync))
  }

  get isBehind(): boolean {
    return this.#isStalled || this.#lane.isBehind
  }

  send(message: Uint8Array): void {
    this.#lane.push(message)
  }

  sendSaved(message: Uint8Array): void {
    this.#lane.pushNewest(message)
  }

  /** Takes nothing any more: what it is sent waits. */
  pauses(): void {
    this.#isPaused = true
  }

  /** The same, and counts as behind however little waits. */
  stalls(): void {
    this.#isPaused = this.#isStalled = true
  }

  /** Takes one message of those that wait; false when none does. */
  takes(): boolean {
    const part = this.#lane.take(Number.POSITIVE_INFINITY)
    if (!part) return false
    this.received.push(part.bytes)
    this.#inbox.push(part.bytes)
    // A member never answers while the room is still speaking.
    queueMicrotask(() => this.#pump())
    return true
  }

  /** Takes what waits, and everything from now on. */
  flows(): void {
    const wasStalled = this.#isStalled
    this.#isPaused = this.#isStalled = false
    this.#flow()
    if (wasStalled) queueMicrotask(() => this.#membership?.drained())
  }

  close(code: CloseCode, reason: string): void {
    this.closed = { code, reason }
    this.#membership = null
  }

  #openLane(): Lane {
    return new Lane({ wake: () => this.#flow(), drained: () => this.#membership?.drained() })
  }

  #flow(): void {
    this.mostWaiting = Math.max(this.mostWaiting, this.#lane.bytes)
    while (!this.#isPaused && this.takes()) {}
  }

  #pump(): void {
    if (!this.#membership || this.#pumping) return
    this.#pumping = true
    for (const message of this.#inbox.splice(0)) this.#hear(message)
    this.#pumping = false
  }

  #hear(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message)
    const type = decoding.readVarUint(decoder)
    if (type === MessageType.Saved) this.saved = readSaved(decoder)
    else if (type === MessageType.Info) this.info = readInfo(decoder)
    else if (type === MessageType.Sync) {
      if (message[1] === SyncType.Step2) this.synced = true
      const reply = encoding.createEncoder()
      encoding.writeVarUint(reply, MessageType.Sync)
      readSyncMessage(decoder, reply, this.doc, this, (error) => {
        throw error
      })
      if (encoding.length(reply) > 1 && !this.isMute) this.says(encoding.toUint8Array(reply))
    }
  }
}

/** An empty Y.Doc whose client is given: a test with a seed must not depend on Yjs' chance. */
export function docOf(client: number): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = client
  return doc
}

/** Waits, turn by turn of the event loop, until something is so. Fails after 5 s. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never happened: ${condition}`)
    await turn()
  }
}

/** One turn of the event loop: every microtask and everything that was due has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Lets everything that is under way without a timer come to its end. */
export async function settle(): Promise<void> {
  for (let count = 0; count < 5; count++) await turn()
}
