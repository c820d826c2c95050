import { ProtocolError } from '../../protocol/error.ts'
import type { CrdtTasks, Reading } from './crdt-task.ts'
import type { Document } from './document.ts'
import type { Intake } from './intake.ts'
import type { LogWriter } from './log-writer.ts'
import { emptyUpdate } from './merge-updates.ts'

export interface ServerEditsOptions {
  document: Document
  writer: LogWriter
  intake: Intake
  worker: CrdtTasks
  /** A task ended, well or badly. */
  ended: () => void
}

/** What the server itself reads from and writes to a document, through the worker. */
export class ServerEdits {
  readonly #document: Document
  readonly #writer: LogWriter
  readonly #intake: Intake
  readonly #worker: CrdtTasks
  readonly #ended: () => void
  /** Edits wait for each other: two at once would both insert what is new. */
  #last: Promise<void> = Promise.resolve()
  #running = 0

  constructor({ document, writer, intake, worker, ended }: ServerEditsOptions) {
    this.#document = document
    this.#writer = writer
    this.#intake = intake
    this.#worker = worker
    this.#ended = ended
  }

  get isRunning(): boolean {
    return this.#running > 0
  }

  /** Everything that was taken, in order. */
  get updates(): Uint8Array[] {
    return [...this.#document.updates, ...this.#writer.unsent]
  }

  /** The text of Y.Text `content`, and what it is. */
  read(): Promise<Reading> {
    return this.#run(() => this.#worker.read(this.updates))
  }

  /**
   * Makes the text read `text` by the smallest edit, and resolves when that is durable.
   * @throws ProtocolError STORE_UNAVAILABLE
   */
  edit(text: string): Promise<void> {
    return this.#write((updates) => this.#worker.edit(updates, text))
  }

  /** Says what the text is, in the same way. @throws ProtocolError STORE_UNAVAILABLE */
  setMode(mode: string): Promise<void> {
    return this.#write((updates) => this.#worker.setMode(updates, mode))
  }

  #write(make: (updates: Uint8Array[]) => Promise<Uint8Array | null>): Promise<void> {
    const edit = this.#last.then(() => this.#edit(make))
    // The next edit waits for this one, and is not concerned with its failure.
    this.#last = edit.catch(() => {})
    return this.#run(async () => {
      await edit
      await this.#writer.durable()
    })
  }

  async #edit(make: (updates: Uint8Array[]) => Promise<Uint8Array | null>): Promise<void> {
    const update = await make(this.updates)
    if (this.#writer.isClosed) throw new ProtocolError('STORE_UNAVAILABLE', 'the document is being closed')
    if (update) this.#intake.takeOwn(update)
    // Nothing to write, but a document to make: the first commit makes it.
    else if (!this.#document.exists && this.#writer.isIdle) this.#intake.takeOwn(emptyUpdate)
  }

  async #run<Result>(task: () => Promise<Result>): Promise<Result> {
    this.#running += 1
    try {
      return await task()
    } finally {
      this.#running -= 1
      this.#ended()
    }
  }
}
