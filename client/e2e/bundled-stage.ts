import { BundledPage, type BundledPageOptions } from './bundled-page.ts'
import { Stage } from './stage.ts'

/** A Chromium and a page without a server, for all tests of a file. */
export class BundledStage extends Stage {
  readonly #options: BundledPageOptions
  #page: BundledPage | null = null

  /** To be called where tests are described. */
  constructor(options: BundledPageOptions) {
    super({ server: null })
    this.#options = options
  }

  get page(): BundledPage {
    return this.#page!
  }

  protected override async open(): Promise<void> {
    await Promise.all([
      super.open(),
      BundledPage.build(this.#options).then((built) => {
        this.#page = built
      }),
    ])
  }
}
