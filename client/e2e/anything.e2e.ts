import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import { doAnything } from './anything.ts'
import { meet } from './meeting.ts'
import { openNetwork } from './network.ts'
import { Stage } from './stage.ts'
import { Writer } from './writer.ts'

const stage = new Stage()
/** Always the same here; `ENCKE_SEED` for another, `ENCKE_STEPS` for a longer way. */
const seed = Number(process.env['ENCKE_SEED']) || 3_300_331
const steps = Number(process.env['ENCKE_STEPS']) || 60

const content = '# Comet\n\nIt comes back.\n\n- [ ] look up\n- [x] wait\n\n```python\nprint(1)\n```\n'
/** What a browser says of a network that is away. */
const ofTheNetwork = /Failed to load resource|WebSocket connection|net::ERR/

test(`two people do anything on lines that are cut, and have one text, which is saved (seed ${seed})`, async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob', { locale: 'ru-RU' })
  await using hers = await openNetwork(stage.url)
  await using his = await openNetwork(stage.url)
  const document = `anything-${seed}`
  await meet({ url: stage.url, document, content, alice, bob, by: { alice: hers.url, bob: his.url } })
  // What one pastes into other pages is shown with an editor of its own.
  const writers = [alice, bob].map(({ page }) => new Writer(page, '#editor'))

  const did: string[][] = [[], []]
  const ways = [hers, his].map(async (network, index) => {
    const random = prng.create(seed + index)
    const { page } = writers[index]!
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {}))
    await page.evaluate(() => {
      // They stay: Enter on a link leads nowhere.
      const stay = (event: Event) => {
        if (event.composedPath().some((target) => target instanceof HTMLAnchorElement)) event.preventDefault()
      }
      addEventListener('click', stay, true)
    })
    const left = new Promise<never>((_, reject) => {
      page.on('framenavigated', (frame) => {
        if (frame === page.mainFrame())
          reject(new Error(`left to ${frame.url()} by ${did[index]!.slice(-5).join(' · ')}`))
      })
    })
    for (let step = 0; step < steps; step++) {
      did[index]!.push(await Promise.race([doAnything(page, random), left]))
      if (prng.real53(random) < 0.02) network.cut()
      else if (prng.real53(random) < 0.1) network.mend()
    }
    network.mend()
  })
  await Promise.all(ways)
  const all = () => did.map((steps) => steps.join(' · ')).join('\n\n')

  for (const writer of writers) {
    await expect
      .poll(() => writer.connection(), { message: all(), timeout: 60_000 })
      .toMatchObject({ state: 'connected', unsentEdits: 0 })
  }
  const kept = async () => (await fetch(`${stage.url}/api/documents/${document}/content`)).text()
  await expect
    .poll(async () => new Set([await kept(), ...(await Promise.all(writers.map((each) => each.text())))]).size, {
      message: all(),
    })
    .toBe(1)
  const problems = [...alice.problems, ...bob.problems].filter((problem) => !ofTheNetwork.test(problem))
  expect(problems, all()).toEqual([])
})
