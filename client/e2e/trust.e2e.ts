import { beforeEach, expect, test } from 'vitest'
import type { TransportName } from '../../protocol/transport-name.ts'
import { spawnServer } from '../../server/test/spawned-server.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { Person } from './browser.ts'
import { type Network, openNetwork } from './network.ts'
import { violations } from './page-faults.ts'
import { Stage } from './stage.ts'
import { createDocument, introduce, openDocument, type Writer } from './writer.ts'

const stage = new Stage()

// Where a test has failed it may be away.
beforeEach(() => stage.server.start())

test('[S4] a server killed while two write has lost nothing that it said was saved', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('killed', alice, bob)
  const safe = await Promise.all([noteWhatIsSafe(hers, 0), noteWhatIsSafe(his, 1)])

  // They go on while the server dies: some words are saved, some on the way, some not sent.
  const dies = async () => {
    await expect.poll(async () => (await safe[0]()).length).toBeGreaterThan(40)
    await stage.server.kill()
  }
  await Promise.all([hers.types(words('a', 60)), his.types(words('b', 60)), dies()])
  const promised = await Promise.all(safe.map((line) => line()))

  // Read from the disk before either of them comes back and could bring anything again.
  const kept = await readFromDisk('killed')
  for (const [index, line] of promised.entries()) expect(kept.split('\n')[index]).toContain(line)

  await stage.server.start()
  await Promise.all([tryNow(hers), tryNow(his)])
  await expect.poll(() => everythingIsSaved(hers, his)).toBe(true)
  const text = await hers.text()
  expect(text.split('\n').map((line) => line.trim())).toEqual([words('a', 60).trim(), words('b', 60).trim()])
  expect(await his.text()).toBe(text)
  expect(await contentOn(stage, 'killed')).toBe(text)
})

test('the chip says in words how it stands while the server is away, and what is typed then arrives', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('away', alice, bob)
  await expect.poll(() => hers.chipWords()).toBe('Saved')
  await hers.page.locator('encke-status .chip').click()
  const details = hers.page.locator('encke-status .details')
  await expect.poll(() => details.innerText()).toMatch(/Transport\s+WebSocket/)
  await hers.page.keyboard.press('Escape')
  await hers.types('Before. ')
  await expect.poll(() => hers.unsentEdits()).toBe(0)
  await stage.server.kill()

  await hers.types('Meanwhile.')
  expect(await hers.unsentEdits()).toBe('Meanwhile.'.length)
  await expect.poll(() => hers.chipWords()).toMatch(/^10 edits not yet safe · Reconnecting/)
  await expect.poll(async () => (await his.chip()).kind).toBe('reconnecting')
  await expect.poll(() => his.chipWords()).toMatch(/^Reconnecting/)
  // Read out once, without the countdown.
  const readOut = hers.page.locator('encke-status [role=status]')
  await expect.poll(() => readOut.innerText()).toMatch(/not yet safe · Reconnecting…$/)
  expect(await hers.text()).toContain('Before. Meanwhile.')
  expect(await his.text()).not.toContain('Meanwhile')
  const banner = hers.page.locator('connection-banner .trouble')
  await expect
    .poll(() => banner.innerText())
    .toMatch(/^No connection to the server\. .*10 edits are kept in this browser/)
  await hers.page.getByRole('button', { name: 'Try now' }).waitFor()
  expect(await violations(hers.page)).toEqual([])

  await stage.server.start()
  await Promise.all([tryNow(hers), tryNow(his)])
  await expect.poll(() => his.text()).toContain('Before. Meanwhile.')
  await expect.poll(() => hers.chipWords()).toBe('Saved')
  await expect.poll(() => his.chipWords()).toBe('Saved')
  expect(await hers.unsentEdits()).toBe(0)
  expect(await contentOn(stage, 'away')).toBe(await hers.text())
  await expect.poll(() => banner.count()).toBe(0)
})

test('a server that restarts as asked is back before anybody is told', async () => {
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('restarted', alice, bob)
  await Promise.all([hers.types(words('a', 20)), his.types(words('b', 20)), stage.server.restart()])
  await expect.poll(() => everythingIsSaved(hers, his)).toBe(true)
  expect(await his.text()).toBe(await hers.text())
  expect(await contentOn(stage, 'restarted')).toBe(await hers.text())
  for (const line of [words('a', 20), words('b', 20)]) expect(await hers.text()).toContain(line)
})

// The other two are made of the same: an event stream reads like a socket, and a poll asks like a long one.
test.each(['websocket', 'long-poll'] as const)(
  'without a network one writes on, and over %s all of it arrives when it is back',
  async (transport) => {
    await using alice = await stage.person('Alice')
    await using bob = await stage.person('Bob')
    // The browser can be told to be offline, but its workers cannot.
    await alice.context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
    const [hers, his] = await meet(`offline over ${transport}`, alice, bob, { transport })
    await alice.context.setOffline(true)
    await hers.types('On a train. ')
    await his.types('At home. ')
    await expect.poll(async () => (await hers.chip()).kind).toBe('offline')
    await expect.poll(() => hers.chipWords()).toBe('Offline, kept in this browser')
    expect(await hers.unsentEdits()).toBe('On a train. '.length)
    expect(await his.text()).not.toContain('train')

    await alice.context.setOffline(false)
    await expect.poll(() => everythingIsSaved(hers, his)).toBe(true)
    await expect.poll(() => hers.text()).toContain('At home. ')
    await expect.poll(() => his.text()).toContain('On a train. ')
    expect(await hers.text()).toBe(await his.text())
    await expect.poll(() => hers.chipWords()).toBe('Saved')
  },
)

test('a connection that a shared worker keeps is cut and mended, and nothing is lost', async () => {
  await using network = await openNetwork(stage.server.url)
  await using alice = await stage.person('Alice')
  await using bob = await stage.person('Bob')
  const [hers, his] = await meet('cut', alice, bob, { network })
  network.cut()
  await hers.types('On a train. ')
  await his.types('At home. ')
  await expect.poll(() => hers.chipWords()).toMatch(/^12 edits not yet safe · Reconnecting/)
  network.mend()
  await tryNow(hers)
  await expect.poll(() => everythingIsSaved(hers, his)).toBe(true)
  expect(await hers.text()).toContain('At home. ')
  expect(await his.text()).toContain('On a train. ')
})

/** Alice on the first line of a new document, Bob on the second; she on a network of her own. */
async function meet(
  document: string,
  alice: Person,
  bob: Person,
  { transport, network }: { transport?: TransportName; network?: Network } = {},
): Promise<[Writer, Writer]> {
  const { url } = stage
  await createDocument(url, { id: document, content: '\n' })
  await Promise.all([introduce(alice.context, alice), introduce(bob.context, bob)])
  const address = { url, document, ...(transport && { transport }) }
  const writers = await Promise.all([
    openDocument(alice.page, { ...address, url: network?.url ?? url }),
    openDocument(bob.page, address),
  ])
  const [hers, his] = writers
  // What keeps edits in the browser is loaded later than the text, and could not be once the server is away.
  for (const writer of writers) await expect.poll(async () => (await writer.connection()).keepsEdits).toBe(true)
  await hers.selects(0)
  await his.selects(1)
  return [hers, his]
}

function words(letter: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${letter}${index} `).join('')
}

/** Begins to note what a writer was told is saved. The result reads the latest: their line as it stood then. */
async function noteWhatIsSafe(writer: Writer, line: number): Promise<() => Promise<string>> {
  const note = await writer.editor.evaluateHandle((editor: EnckeEditor, line) => {
    const note = { line: '' }
    editor.addEventListener('encke-status', ({ detail: { connection } }) => {
      if (connection.unsentEdits === 0) note.line = editor.value.split('\n')[line] ?? ''
    })
    return note
  }, line)
  return () => note.evaluate(({ line }) => line)
}

async function everythingIsSaved(...writers: Writer[]): Promise<boolean> {
  const connections = await Promise.all(writers.map((writer) => writer.connection()))
  const texts = await Promise.all(writers.map((writer) => writer.text()))
  return (
    connections.every(({ state, unsentEdits }) => state === 'connected' && unsentEdits === 0) &&
    texts.every((text) => text === texts[0])
  )
}

/** What the button "Try now" does. It would go from under the mouse when the connection comes back by itself. */
async function tryNow({ editor }: Writer): Promise<void> {
  await editor.evaluate((editor: EnckeEditor) => editor.provider!.retryNow())
}

async function contentOn({ url }: { url: string }, document: string): Promise<string> {
  const response = await fetch(`${url}/api/documents/${document}/content`, { headers: { accept: 'text/plain' } })
  return response.text()
}

/** What a dead server left, by another one that nobody knows of. */
async function readFromDisk(document: string): Promise<string> {
  await using reader = await spawnServer({ dataDir: stage.server.dataDir })
  return await contentOn(reader, document)
}
