import { expect, onTestFailed, onTestFinished } from 'vitest'
import type { Person } from './browser.ts'
import type { DrivenBrowser, DrivenPerson, DrivenWriter } from './driven-writer.ts'
import { Stage } from './stage.ts'
import { type Address, createDocument, introduce, openDocument, type Writer } from './writer.ts'

/** A document that is new, unless it says something else. */
export const content = 'The comet comes back.\nEvery three years and four months.\n'

/** Alice in one engine, Bob in Chromium, and one server, for all tests of a file. */
export class FlowStage extends Stage {
  readonly #launch: () => Promise<DrivenBrowser>
  #driven: DrivenBrowser | null = null
  #alice: DrivenPerson | null = null
  #bob: Person | null = null
  /** How many of his problems are of earlier tests. */
  #bobsPast = 0

  /** To be called where tests are described. */
  constructor(launch: () => Promise<DrivenBrowser>) {
    super()
    this.#launch = launch
  }

  get alice(): DrivenPerson {
    return this.#alice!
  }

  get bob(): Person {
    return this.#bob!
  }

  /** Alice alone, with no page open. */
  async aliceAlone(): Promise<DrivenPerson> {
    this.#alice = await this.#driven!.person('Alice')
    return this.#alice
  }

  /** Both have opened a new document, each knows of the other; she comes by `hersUrl`, and has her caret at the start. */
  async meet(
    { text = content, ...more }: Partial<Address> & { document: string; text?: string },
    hersUrl = this.url,
  ): Promise<[DrivenWriter, Writer]> {
    const address = { url: this.url, ...more }
    await createDocument(this.url, { id: more.document, content: text })
    const [alice, bob] = await Promise.all([this.aliceAlone(), this.#bobAgain()])
    const [hers, his] = await Promise.all([alice.opens({ ...address, url: hersUrl }), openDocument(bob.page, address)])
    await hers.selects(0)
    for (const writer of [hers, his]) await expect.poll(() => writer.faces()).toHaveLength(2)
    // It moves the text down.
    await expect.poll(() => hers.reads('[role=toolbar]')).not.toEqual([])
    return [hers, his]
  }

  expectNoProblems(): void {
    expect([...this.alice.problems, ...this.bob.problems.slice(this.#bobsPast)]).toEqual([])
  }

  /** In the same tab, since what his browser has read before need not be read again; he remembers nothing else. */
  async #bobAgain(): Promise<Person> {
    const bob = this.#bob ?? (await this.person('Bob'))
    if (this.#bob === null) await introduce(bob.context, bob)
    else onTestFailed(({ task }) => bob.record(task.name))
    this.#bob = bob
    onTestFinished(async () => void (await bob.page.goto('about:blank')))
    const session = await bob.context.newCDPSession(bob.page)
    await session.send('Storage.clearDataForOrigin', { origin: this.url, storageTypes: 'local_storage,indexeddb' })
    await session.detach()
    this.#bobsPast = bob.problems.length
    return bob
  }

  protected override async open(): Promise<void> {
    await Promise.all([
      super.open(),
      this.#launch().then((launched) => {
        this.#driven = launched
      }),
    ])
  }

  protected override async close(): Promise<void> {
    await Promise.all([this.#driven?.close(), super.close()])
  }
}
