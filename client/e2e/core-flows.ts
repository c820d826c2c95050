import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { transportNames } from '../../protocol/transport-name.ts'
import { type SpawnedServer, spawnServer } from '../../server/test/spawned-server.ts'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { launchBrowser, type Person, type TestBrowser } from './browser.ts'
import type { DrivenBrowser, DrivenPerson, DrivenWriter } from './driven-writer.ts'
import { openSite } from './foreign-site.ts'
import { hostileMarkdown } from './hostile-markdown.ts'
import { openNetwork } from './network.ts'
import { type Address, createDocument, introduce, openDocument, type Writer } from './writer.ts'

/** A browser of another kind than Chromium, with another engine. */
export interface Engine {
  title: string
  isThere: boolean
  launch(): Promise<DrivenBrowser>
}

const content = 'The comet comes back.\nEvery three years and four months.\n'

/** A red dot. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='

/** What everybody does with a document, done by Alice in one engine and seen by Bob in Chromium, and the other way round. */
export function coreFlows({ title, isThere, launch }: Engine): void {
  if (!isThere) process.stderr.write(`${title} is not installed: the tests in it are left out\n`)

  describe.runIf(isThere)(`with somebody in ${title} and somebody in Chromium`, () => {
    let server: SpawnedServer
    let browser: DrivenBrowser
    let chromium: TestBrowser
    let alice: DrivenPerson
    let bob: Person

    beforeAll(async () => {
      ;[server, browser, chromium] = await Promise.all([spawnServer(), launch(), launchBrowser()])
    }, 60_000)
    afterAll(async () => {
      await Promise.all([browser?.close(), chromium?.close()])
      await server?.close()
    })

    /** Both have opened a new document, each knows of the other; she comes by `hersUrl`, and has her caret at the start. */
    async function meet(
      { text = content, ...more }: Partial<Address> & { document: string; text?: string },
      hersUrl = server.url,
    ): Promise<[DrivenWriter, Writer]> {
      const address = { url: server.url, ...more }
      await createDocument(server.url, { id: more.document, content: text })
      ;[alice, bob] = await Promise.all([browser.person('Alice'), chromium.person('Bob')])
      onTestFinished(() => bob.close())
      await introduce(bob.context, bob)
      const [hers, his] = await Promise.all([
        alice.opens({ ...address, url: hersUrl }),
        openDocument(bob.page, address),
      ])
      await hers.selects(0)
      for (const writer of [hers, his]) await expect.poll(() => writer.faces()).toHaveLength(2)
      return [hers, his]
    }

    const expectNoProblems = () => expect([...alice.problems, ...bob.problems]).toEqual([])

    test.each(transportNames)('over %s they write at once, and see each other’s carets', async (transport) => {
      const [hers, his] = await meet({ document: transport, transport })
      await his.selects(content.indexOf('\n') + 1)
      await Promise.all([hers.types('Alice was here. '), his.types('Bob was there. ')])
      for (const writer of [hers, his]) {
        await expect.poll(() => writer.text()).toMatch(/^Alice was here\. The .*\nBob was there\. Every .*\n$/)
        expect(await writer.connection()).toMatchObject({ state: 'connected', transport })
        await expect.poll(() => writer.chipWords()).toBe('Saved')
      }
      await expect.poll(async () => (await hers.carets()).map(({ name }) => name)).toEqual(['Bob'])
      await expect.poll(async () => (await his.carets()).map(({ name }) => name)).toEqual(['Alice'])
      const place = await hers.placeOf((await hers.text()).indexOf('Every'))
      await expect.poll(async () => Math.abs((await hers.carets())[0]!.left - place.x)).toBeLessThan(2)
      expectNoProblems()
    })

    test('what one takes back is one’s own, in the midst of what the other writes', async () => {
      const [hers, his] = await meet({ document: 'undone' })
      await his.selects(content.indexOf('\n') + 1)
      // One letter: what is typed with pauses is taken back in steps.
      await Promise.all([hers.types('A'), his.types('B')])
      await expect.poll(() => hers.text()).toMatch(/^AThe.*\nBEvery/)
      await hers.undoes()
      await expect.poll(() => his.text()).toMatch(/^The.*\nBEvery/)
      await hers.page.press('Control+Shift+z')
      await expect.poll(() => his.text()).toMatch(/^AThe.*\nBEvery/)
      await his.undoes()
      await expect.poll(() => hers.text()).toMatch(/^AThe.*\nEvery/)
    })

    test('words are selected with the mouse and with keys', async () => {
      const [hers, his] = await meet({ document: 'selected', text: 'one two three\nfour five\n' })
      await hers.page.click(await hers.placeOf(5), { times: 2 })
      await expect.poll(() => selected(hers)).toEqual(['two'])
      await hers.page.type('2')
      await expect.poll(() => his.text()).toBe('one 2 three\nfour five\n')
      await hers.page.drag(await hers.placeOf(6), await hers.placeOf(17))
      await expect.poll(() => selected(hers)).toEqual(['three\nfour '])
      await expect.poll(() => bob.page.locator('.encke-remote-selection').count()).toBeGreaterThan(0)
      await hers.page.press('ArrowLeft')
      await hers.page.press('Shift+End')
      expect(await selected(hers)).toEqual(['three'])
      await hers.page.press('Control+a')
      expect(await selected(hers)).toEqual(['one 2 three\nfour five\n'])
      await hers.page.press('Control+End')
      await hers.page.type('end')
      await expect.poll(() => his.text()).toBe('one 2 three\nfour five\nend')
      await expect.poll(() => hers.reads('.tools .count')).toEqual(['6 words'])
    })

    test('buttons and keys format at all carets, and lists go on', async () => {
      const [hers, his] = await meet({ document: 'formatted', text: 'comet and comet\n' })
      await hers.selects(0, 5)
      await hers.page.press('Control+d')
      expect(await selected(hers)).toEqual(['comet', 'comet'])
      await hers.clicks('[role=toolbar] button', 'Bold')
      await expect.poll(() => his.text()).toBe('**comet** and **comet**\n')
      await hers.page.press('Control+i')
      await expect.poll(() => his.text()).toBe('***comet*** and ***comet***\n')
      await hers.page.press('Control+z')
      await hers.page.press('Control+End')
      await hers.clicks('[role=toolbar] button', 'Numbered list')
      await hers.page.type('one\ntwo')
      await expect.poll(() => his.text()).toBe('**comet** and **comet**\n1. one\n2. two')
      await hers.clicks('[role=toolbar] button', 'Heading')
      await hers.clicks('[role=menuitemcheckbox]', 'Heading 2')
      await expect.poll(() => his.text()).toMatch(/\n## two$/)
      expectNoProblems()
    })

    test('words are found and replaced', async () => {
      const [hers, his] = await meet({ document: 'replaced', text: 'comet, orbit, Comet\n' })
      await hers.page.press('Control+f')
      await hers.page.type('comet')
      await expect.poll(() => hers.reads('#encke-search-state')).toEqual(['2 found'])
      await his.types('comet, ')
      await expect.poll(() => hers.reads('#encke-search-state')).toEqual(['3 found'])
      await hers.clicks('.encke-search button', 'Show replacing')
      await hers.clicks('.encke-search input', 'Replace with')
      await hers.page.type('star')
      await hers.clicks('.encke-search button', 'Replace all')
      await expect.poll(() => his.text()).toBe('star, star, orbit, star\n')
      await hers.page.press('Escape')
      await hers.page.press('Control+z')
      await expect.poll(() => his.text()).toBe('comet, comet, orbit, Comet\n')
      expectNoProblems()
    })

    test('beside the text is its preview, in which a task is done', async () => {
      const [hers, his] = await meet({ document: 'previewed', text: '# Plan\n\n- [ ] tea\n- [x] map\n' })
      await hers.clicks('button', 'Side by side')
      await expect.poll(() => hers.reads('.preview h1')).toEqual(['Plan'])
      await his.selects('# Plan'.length)
      await his.types(' of **today**')
      await expect.poll(() => hers.reads('.preview strong')).toEqual(['today'])
      await hers.clicks('.preview input[type=checkbox]')
      await expect.poll(() => his.text()).toBe('# Plan of **today**\n\n- [x] tea\n- [x] map\n')
      await hers.undoes()
      await expect.poll(() => his.text()).toContain('- [ ] tea')
      expectNoProblems()
    })

    test('hostile Markdown is shown and does nothing, on a page that trusts no HTML', async () => {
      await createDocument(server.url, { id: 'hostile', content: hostileMarkdown.join('\n\n---\n\n') })
      const attributes = `server="${server.url}" document="hostile" label="Text" view="preview"`
      const policy = [
        "default-src 'none'",
        `script-src ${server.url}`,
        `connect-src ${server.url} ${server.url.replace('http', 'ws')}`,
        'img-src data:',
        "require-trusted-types-for 'script'",
        'trusted-types lit-html encke-preview',
      ]
      const script = `<script type="module" src="${server.url}/encke.js"></script>`
      await using site = await openSite({ body: `${script}<encke-editor ${attributes}></encke-editor>`, policy })
      alice = await browser.person('Alice')
      await alice.page.goto(site.url)
      const seen = () =>
        alice.page.evaluate((everywhere) => {
          const elements = everywhere('.preview *')
          const addresses = elements.map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '')
          return {
            tags: [...new Set(elements.map(({ localName }) => localName))],
            handlers: elements.flatMap((element) => element.getAttributeNames()).filter((name) => /^on/.test(name)),
            scripts: addresses.filter((address) => /^\W*(javascript|vbscript|data):/i.test(address)),
            rules: elements.filter(({ localName }) => localName === 'hr').length,
            base: document.querySelectorAll('base').length,
            text: everywhere('.preview')[0]?.textContent ?? '',
          }
        })
      await expect.poll(async () => (await seen()).rules).toBe(hostileMarkdown.length - 1)
      const { tags, handlers, scripts, base, text } = await seen()
      const calm = 'div strong p hr a img code pre h1 table thead tbody tr th td ul li input br kbd'.split(' ')
      expect(tags.filter((tag) => !calm.includes(tag))).toEqual([])
      expect([handlers, scripts, base]).toEqual([[], [], 0])
      expect(text).toContain('<script>pwned()</script>')
      // The images that are nowhere are refused by the site's own rule; nothing else is tried.
      expect(alice.problems.filter((problem) => !/img-src|evil|\bx\b/.test(problem))).toEqual([])
    })

    test('a comment of one is marked, read and answered by the other', async () => {
      const [hers, his] = await meet({ document: 'commented' })
      await bob.page.locator('encke-comments:defined').waitFor({ state: 'attached' })
      const at = content.indexOf('three years')
      await hers.selects(at, at + 'three years'.length)
      await hers.clicks('button', 'Comment on the selection')
      await expect.poll(() => hers.reads('textarea, [role=textbox][aria-label="New comment"]')).not.toEqual([])
      await hers.page.type('Three point three.')
      await hers.page.press('Control+Enter')
      await expect.poll(() => his.editor.locator('.encke-comment').allInnerTexts()).toEqual(['three years'])
      const comments = bob.page.locator('encke-comments')
      await bob.page.locator('comments-button').getByRole('button').click()
      await his.editor.locator('.encke-comment').click()
      await comments.getByText('Three point three.').waitFor()
      await comments.getByRole('textbox', { name: 'Reply' }).fill('Thank you')
      await bob.page.keyboard.press('Control+Enter')
      await expect.poll(() => hers.reads('encke-comment-message .text, .text')).toContain('Thank you')
      expectNoProblems()
    })

    test('an image that is dropped is kept, and seen by the other', async () => {
      const [hers, his] = await meet({ document: 'illustrated', text: 'before after' })
      const place = await hers.placeOf('before '.length)
      await hers.page.evaluate(
        (everywhere, { x, y }, png) => {
          const dataTransfer = new DataTransfer()
          const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
          dataTransfer.items.add(new File([bytes], 'dot.png', { type: 'image/png' }))
          const where = { clientX: x, clientY: y, bubbles: true, composed: true, cancelable: true }
          everywhere('.cm-content')[0]!.dispatchEvent(new DragEvent('drop', { ...where, dataTransfer }))
        },
        place,
        png,
      )
      await expect.poll(() => his.text()).toMatch(/^before !\[dot\.png\]\(\/api\/files\/\S+\)after$/)
      await hers.clicks('button', 'Side by side')
      const width = () =>
        hers.page.evaluate((everywhere) => everywhere<HTMLImageElement>('.preview img')[0]?.naturalWidth)
      await expect.poll(width).toBe(5)
      expectNoProblems()
    })

    test('a link to read is made and copied, shows what is written meanwhile, and writes nothing', async () => {
      const [hers, his] = await meet({ document: 'shared' })
      await hers.clicks('button', 'Share')
      await hers.clicks('button', 'Make and copy link')
      const address = () => hers.page.evaluate(() => localStorage.getItem('encke:links') ?? '{}')
      await expect.poll(async () => Object.values(JSON.parse(await address()))).toHaveLength(1)
      const [token] = Object.values(JSON.parse(await address()))
      const url = `${server.url}/v/${token}`
      const { page } = alice
      await expect.poll(() => said(hers)).toContain('Link made and copied.')
      await page.press('Escape')
      await hers.selects(0)
      await page.press('Control+v')
      await expect.poll(() => his.text()).toBe(url + content)
      await page.goto(url)
      await expect.poll(() => hers.reads('main')).toEqual([expect.stringContaining('The comet comes back.')])
      await his.selects(0)
      await his.types('# News\n\n')
      await expect.poll(() => hers.reads('main h1')).toContain('News')
      expect(await page.evaluate((everywhere) => everywhere('[contenteditable], encke-editor').length)).toBe(0)
      expectNoProblems()
    })

    test('who is followed is kept in sight, and the list of everybody leads to them', async () => {
      const lines = Array.from({ length: 200 }, (_, index) => `Line ${index + 1}.`).join('\n')
      const [hers, his] = await meet({ document: 'followed', text: lines })
      const sees = (line: number) => () =>
        hers.page.evaluate((everywhere, line) => {
          const view = everywhere<EnckeEditor>('encke-editor')[0]!.view!
          const place = view.coordsAtPos(view.state.doc.line(line).from)
          const box = view.scrollDOM.getBoundingClientRect()
          return place !== null && place.top >= box.top && place.bottom <= box.bottom
        }, line)
      await his.selects(lines.indexOf('Line 150.'))
      await expect.poll(() => hers.reads('.encke-edge button')).toEqual([expect.stringMatching(/Bob\s*↓ 150/)])
      await hers.clicks('.encke-edge button')
      await expect.poll(sees(150)).toBe(true)
      await hers.clicks('button', 'Everybody here')
      await expect
        .poll(() => hers.reads('#everybody .row'))
        .toEqual([expect.stringMatching(/Alice \(you\)/), expect.stringMatching(/Bob\s+here · line 150/)])
      await hers.clicks('button', 'Follow Bob')
      await his.selects(lines.indexOf('Line 20.'))
      await expect.poll(sees(20)).toBe(true)
      await expect.poll(() => his.faces()).toContain('Bob, you. 1 person follows you. Change name and colour')
      expectNoProblems()
    })

    test('without a connection it is said so, one writes on, and all of it arrives', async () => {
      await using network = await openNetwork(server.url)
      const [hers, his] = await meet({ document: 'cut' }, network.url)
      network.cut()
      await hers.types('Meanwhile. ')
      await expect.poll(() => hers.chipWords()).toMatch(/^11 edits not yet safe · Reconnecting/)
      await expect
        .poll(() => hers.reads('connection-banner .trouble, .trouble'))
        .toEqual([expect.stringMatching(/^No connection to the server\. .*11 edits wait in this tab/s)])
      network.mend()
      await hers.clicks('button', 'Try now')
      await expect.poll(() => his.text()).toMatch(/^Meanwhile\. The/)
      await expect.poll(() => hers.chipWords()).toBe('Saved')
      await expect.poll(() => hers.reads('.trouble')).toEqual([])
    })

    test('settings hold at once, and what is moved to the trash comes back', async () => {
      const [hers, his] = await meet({ document: 'kept' })
      const choose = async (item: string) => {
        await hers.clicks('button', 'Document menu')
        await hers.clicks('[role=menuitem]', item)
      }
      await choose('Settings')
      await hers.clicks('settings-dialog label, label.choice', 'Dark')
      const ground = () => hers.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
      await expect.poll(ground).toBe('rgb(30, 30, 30)')
      await hers.page.press('Escape')
      await choose('Move to trash')
      await bob.page.locator('.banner').waitFor()
      await hers.page.goto(`${server.url}/trash`)
      expect(await ground()).toBe('rgb(30, 30, 30)')
      await hers.clicks('button', 'Restore: ')
      await expect.poll(() => hers.reads('h1, h2')).toContain('The trash is empty')
      await hers.opens({ url: server.url, document: 'kept' })
      expect(await hers.text()).toBe(content)
      expect(await his.text()).toBe(content)
    })

    test('who leaves is seen to go, and to come back', async () => {
      const [hers, his] = await meet({ document: 'left' })
      await hers.types('Before. ')
      await hers.page.goto(`${server.url}/`)
      await expect.poll(() => his.faces(), { timeout: 1_000 }).toEqual(['Bob, you. Change name and colour'])
      expect(await his.text()).toMatch(/^Before\. /)
      await his.types('Meanwhile. ')
      await hers.page.goBack()
      await hers.synced()
      await expect.poll(() => hers.text()).toContain('Meanwhile. ')
      await expect.poll(() => his.faces()).toHaveLength(2)
    })
  })
}

/** What is read out. */
function said({ page }: DrivenWriter): Promise<string[]> {
  return page.evaluate((everywhere) => everywhere('[role=status]').map(({ textContent }) => textContent!.trim()))
}

/** The words of each of somebody's selections. */
function selected({ page }: DrivenWriter): Promise<string[]> {
  return page.evaluate((everywhere) => {
    const { state } = everywhere<EnckeEditor>('encke-editor')[0]!.view!
    return state.selection.ranges.map(({ from, to }) => state.sliceDoc(from, to))
  })
}
