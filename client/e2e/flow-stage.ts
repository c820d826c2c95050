import { expect, onTestFinished } from 'vitest'
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
    const [alice, bob] = await Promise.all([this.aliceAlone(), this.person('Bob')])
    this.#bob = bob
    onTestFinished(() => bob.close())
    await introduce(bob.context, bob)
    const [hers, his] = await Promise.all([alice.opens({ ...address, url: hersUrl }), openDocument(bob.page, address)])
    await hers.selects(0)
    for (const writer of [hers, his]) await expect.poll(() => writer.faces()).toHaveLength(2)
    // It moves the text down.
    await expect.poll(() => hers.reads('[role=toolbar]')).not.toEqual([])
    return [hers, his]
  }

  expectNoProblems(): void {
    expect([...this.alice.problems, ...this.bob.problems]).toEqual([])
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
