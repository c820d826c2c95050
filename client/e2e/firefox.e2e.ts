import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transportNames } from '../../protocol/transport-name.ts'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { DrivenWriter } from './driven-writer.ts'
import { type FirefoxPerson, findFirefox, launchFirefox, type TestFirefox } from './firefox.ts'
import { openNetwork } from './network.ts'
import { type Address, createDocument, pageOf } from './writer.ts'

/** One more than the connections that a browser makes to one server over HTTP/1.1. */
const TABS = 7

const content = 'The comet comes back.\nEvery three years and four months.\n'

const isThere = findFirefox() !== null
if (!isThere) process.stderr.write('Firefox is not installed: the tests in it are left out\n')

describe.runIf(isThere)('in Firefox', () => {
  let server: SpawnedServer
  /** Alice's and Bob's: two who write at once have a computer each. */
  let firefoxes: [TestFirefox, TestFirefox]

  beforeAll(async () => {
    ;[server, ...firefoxes] = await Promise.all([spawnServer(), launchFirefox(), launchFirefox()])
  }, 60_000)
  afterAll(async () => {
    for (const browser of firefoxes ?? []) await browser.close()
    await server?.close()
  })

  test.each(transportNames)(
    '[P24] over %s two write at once; face and caret go with a page that is left, and come back; last words arrive',
    async (transport) => {
      const alice = await firefoxes[0].person('Alice')
      const bob = await firefoxes[1].person('Bob')
      const [hers, his] = await meet({ url: server.url, document: transport, transport }, alice, bob)
      await Promise.all([hers.types('Alice was here. '), his.types('Bob was there. ')])
      await expectOneText([hers, his], /^Alice was here\. The .*\nBob was there\. Every .*\n$/)
      for (const writer of [hers, his]) {
        await expect.poll(() => writer.connection()).toMatchObject({ state: 'connected', transport })
        await expect.poll(() => writer.chipWords()).toBe('Saved')
      }
      await expect.poll(() => namesOf(hers)).toEqual(['Bob'])
      await expect.poll(() => hers.faces()).toEqual(['Alice, you. Change name and colour', 'Bob, here. Jump to'])

      await bob.page.goto(`${server.url}/`)
      await expectAlone(hers)
      await hers.types('Meanwhile. ')
      await bob.page.goBack()
      await his.synced()
      // A page that was kept as it was knows nothing of it at first.
      await expect.poll(() => his.text()).toContain('Meanwhile. ')
      await his.selects(0)
      await his.types('After. ')
      await expectOneText([hers, his], /^After\. Alice was here\. Meanwhile\. The .*\nBob was there\. Every .*\n$/)
      await expect.poll(() => hers.faces()).toHaveLength(2)

      await bob.page.evaluate((everywhere) => {
        const [editor] = everywhere<EnckeEditor>('encke-editor')
        editor!.value = `Last words. ${editor!.value}`
      })
      await bob.page.close()
      await expect.poll(() => hers.text()).toMatch(/^Last words\. After/)
      await expectAlone(hers)
      expect([...alice.problems, ...bob.problems]).toEqual([])
    },
  )

  test('[P20] a seventh tab over sse opens as the first did, and all write', async () => {
    const alice = await firefoxes[0].person('Alice')
    const bob = await firefoxes[1].person('Bob')
    const address = { url: server.url, document: 'seven tabs', transport: 'sse' } as const
    const his = await bob.opens({ ...address, transport: 'websocket' })
    const tabs: DrivenWriter[] = []
    for (let index = 0; index < TABS; index++) {
      // Each is in front when it is new.
      const tab = await alice.opens(address, index === 0 ? alice.page : await alice.newPage())
      await tab.types(`tab ${index} `)
      tabs.push(tab)
    }
    for (const [index, tab] of [...tabs, his].entries()) {
      await expect.poll(() => tab.text(), { message: `tab ${index}` }).toMatch(/(?=.*tab 0 )(?=.*tab 6 )/s)
    }
    await expect.poll(() => tabs[6]?.connection()).toMatchObject({ state: 'connected', transport: 'sse' })
    await expect.poll(() => his.faces()).toHaveLength(2)
    expect(alice.problems).toEqual([])
  })

  test('edits without a server are there after a reload, and arrive once', async () => {
    await using network = await openNetwork(server.url)
    await createDocument(server.url, { id: 'minutes', content: 'Before. ' })
    const alice = await firefoxes[0].person('Alice')
    const address = { url: network.url, document: 'minutes' }
    const hers = await alice.opens(address)
    await hers.selects('Before. '.length)
    network.servePagesOnly()
    await expect.poll(async () => (await hers.connection()).state).not.toBe('connected')
    await hers.types('Mine. ')
    await expect.poll(() => hers.connection()).toMatchObject({ unsentEdits: 6, keepsEdits: true })

    await alice.page.goto(pageOf(address))
    const text = () => alice.page.evaluate((everywhere) => everywhere<EnckeEditor>('encke-editor')[0]?.value ?? '')
    await expect.poll(text).toBe('Before. Mine. ')
    await expect.poll(() => hers.unsentEdits()).toBe(6)
    network.mend()
    await expect.poll(() => hers.unsentEdits(), { timeout: 20_000 }).toBe(0)
    const answer = await fetch(`${server.url}/api/documents/minutes/content`, { headers: { accept: 'text/plain' } })
    expect(await answer.text()).toBe('Before. Mine. ')
  })

  test('when WebSockets are cut off in the midst of a word, an event stream goes on with it', async () => {
    await using network = await openNetwork(server.url)
    const alice = await firefoxes[0].person('Alice')
    const bob = await firefoxes[1].person('Bob')
    const address = { url: server.url, document: 'switched' }
    const [hers, his] = await meet(address, alice, bob, network.url)
    await expect.poll(() => hers.connection()).toMatchObject({ transport: 'websocket' })
    const typing = Promise.all([hers.types(words('a', 40)), his.types(words('b', 40))])
    await expect.poll(() => his.text()).toContain('a5 ')
    network.webSockets = 'refused'
    network.cut()
    network.mend()
    await typing
    await expect.poll(() => hers.connection()).toMatchObject({ state: 'connected', transport: 'sse' })
    await expectOneText([hers, his], new RegExp(`^${words('a', 40)}The .*\n${words('b', 40)}Every .*\n$`))
  })

  test('[S4] a server killed while two write has lost nothing when it is back', async () => {
    const alice = await firefoxes[0].person('Alice')
    const bob = await firefoxes[1].person('Bob')
    const [hers, his] = await meet({ url: server.url, document: 'killed' }, alice, bob)
    const typing = Promise.all([hers.types(words('a', 40)), his.types(words('b', 40))])
    await expect.poll(() => his.text()).toContain('a5 ')
    await server.kill()
    await typing
    // All of the others may have been in time.
    await hers.types('Meanwhile. ')
    await expect.poll(() => hers.chipWords()).toMatch(/not yet safe · Reconnecting/)
    await server.start()
    const [hersText, hisText] = [`${words('a', 40)}Meanwhile\\. `, words('b', 40)]
    await expectOneText([hers, his], new RegExp(`^${hersText}The .*\n${hisText}Every .*\n$`))
    for (const writer of [hers, his]) await expect.poll(() => writer.chipWords()).toBe('Saved')
  })
})

/** Alice on the first line of a new document, Bob on the second, and each knows of the other; she comes by `hersUrl`. */
async function meet(
  address: Address,
  alice: FirefoxPerson,
  bob: FirefoxPerson,
  hersUrl = address.url,
): Promise<[DrivenWriter, DrivenWriter]> {
  await createDocument(address.url, { id: address.document, content })
  const writers = await Promise.all([alice.opens({ ...address, url: hersUrl }), bob.opens(address)])
  const [hers, his] = writers
  await hers.selects(0)
  await his.selects(content.indexOf('\n') + 1)
  for (const writer of writers) await expect.poll(() => writer.faces()).toHaveLength(2)
  return writers
}

/** Everybody has the same text, and all of it is saved. */
async function expectOneText(writers: readonly DrivenWriter[], text: RegExp): Promise<void> {
  for (const writer of writers) {
    await expect.poll(() => writer.text()).toMatch(text)
    await expect.poll(() => writer.unsentEdits()).toBe(0)
  }
}

async function expectAlone(writer: DrivenWriter): Promise<void> {
  const company = async () => [...(await writer.carets()), ...(await writer.faces()).slice(1)]
  // Long before the other's silence would be noticed, which takes 20 s.
  await expect.poll(company, { timeout: 5_000 }).toEqual([])
  expect(await writer.faces()).toEqual(['Alice, you. Change name and colour'])
}

async function namesOf(writer: DrivenWriter): Promise<string[]> {
  return (await writer.carets()).map(({ name }) => name)
}

function words(letter: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${letter}${index} `).join('')
}
