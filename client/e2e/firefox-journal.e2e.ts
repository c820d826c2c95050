import { expect, test } from 'vitest'
import { spawnServer } from '../../server/test/spawned-server.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { findFirefox, launchFirefox } from './firefox.ts'
import { openNetwork } from './network.ts'
import { createDocument, pageOf } from './writer.ts'

test.runIf(findFirefox() !== null)(
  'in Firefox edits without a server are there after a reload, and arrive once',
  async () => {
    await using server = await spawnServer()
    await using network = await openNetwork(server.url)
    await using firefox = await launchFirefox()
    await createDocument(server.url, { id: 'minutes', content: 'Before. ' })
    const alice = await firefox.person('Alice')
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
  },
)
