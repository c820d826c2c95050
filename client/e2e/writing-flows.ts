import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import type { DrivenWriter } from './driven-writer.ts'
import { content, type FlowStage } from './flow-stage.ts'
import { openSite } from './foreign-site.ts'
import { hostileMarkdown } from './hostile-markdown.ts'
import { createDocument } from './writer.ts'

/** A red dot. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='

/** What one does with a text, by Alice in one engine, and seen by Bob in Chromium. */
export function writingFlows(stage: FlowStage): void {
  test('what one takes back is one’s own, in the midst of what the other writes', async () => {
    const [hers, his] = await stage.meet({ document: 'undone' })
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
    const [hers, his] = await stage.meet({ document: 'selected', text: 'one two three\nfour five\n' })
    await hers.page.click(await hers.placeOf(5), { times: 2 })
    await expect.poll(() => selected(hers)).toEqual(['two'])
    await hers.page.type('2')
    await expect.poll(() => his.text()).toBe('one 2 three\nfour five\n')
    await hers.page.drag(await hers.placeOf(6), await hers.placeOf(17))
    await expect.poll(() => selected(hers)).toEqual(['three\nfour '])
    await expect.poll(() => stage.bob.page.locator('.encke-remote-selection').count()).toBeGreaterThan(0)
    await hers.page.press('ArrowLeft')
    await hers.page.press('Shift+End')
    await expect.poll(() => selected(hers)).toEqual(['three'])
    await hers.page.press('Control+a')
    await expect.poll(() => selected(hers)).toEqual(['one 2 three\nfour five\n'])
    await hers.page.press('Control+End')
    await hers.page.type('end')
    await expect.poll(() => his.text()).toBe('one 2 three\nfour five\nend')
    await expect.poll(() => hers.reads('.tools .count')).toEqual(['6 words'])
  })

  test('buttons and keys format at all carets, and lists go on', async () => {
    const [hers, his] = await stage.meet({ document: 'formatted', text: 'comet and comet\n' })
    await hers.selects(0, 5)
    await hers.page.press('Control+d')
    await expect.poll(() => selected(hers)).toEqual(['comet', 'comet'])
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
    stage.expectNoProblems()
  })

  test('words are found and replaced', async () => {
    const [hers, his] = await stage.meet({ document: 'replaced', text: 'comet, orbit, Comet\n' })
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
    stage.expectNoProblems()
  })

  test('beside the text is its preview, in which a task is done', async () => {
    const [hers, his] = await stage.meet({ document: 'previewed', text: '# Plan\n\n- [ ] tea\n- [x] map\n' })
    await hers.clicks('button', 'Side by side')
    await expect.poll(() => hers.reads('.preview h1')).toEqual(['Plan'])
    await his.selects('# Plan'.length)
    await his.types(' of **today**')
    await expect.poll(() => hers.reads('.preview strong')).toEqual(['today'])
    await hers.clicks('.preview input[type=checkbox]')
    await expect.poll(() => his.text()).toBe('# Plan of **today**\n\n- [x] tea\n- [x] map\n')
    await hers.undoes()
    await expect.poll(() => his.text()).toContain('- [ ] tea')
    stage.expectNoProblems()
  })

  test('hostile Markdown is shown and does nothing, on a page that trusts no HTML', async () => {
    await createDocument(stage.url, { id: 'hostile', content: hostileMarkdown.join('\n\n---\n\n') })
    const attributes = `server="${stage.url}" document="hostile" label="Text" view="preview"`
    const policy = [
      "default-src 'none'",
      `script-src ${stage.url}`,
      `connect-src ${stage.url} ${stage.url.replace('http', 'ws')}`,
      'img-src data:',
      "require-trusted-types-for 'script'",
      'trusted-types lit-html encke-preview',
    ]
    const script = `<script type="module" src="${stage.url}/encke.js"></script>`
    await using site = await openSite({ body: `${script}<encke-editor ${attributes}></encke-editor>`, policy })
    const alice = await stage.aliceAlone()
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
          notes: elements.filter((element) => element.matches('ol.notes')).length,
          base: document.querySelectorAll('base').length,
          text: everywhere('.preview')[0]?.textContent ?? '',
        }
      })
    // The last of what is drawn.
    await expect.poll(async () => (await seen()).notes).toBe(1)
    const { tags, handlers, scripts, rules, base, text } = await seen()
    expect(rules).toBe(hostileMarkdown.length - 1)
    const active = 'script style iframe object embed form button svg math template base meta link details x'.split(' ')
    expect(tags.filter((tag) => active.includes(tag))).toEqual([])
    expect([handlers, scripts, base]).toEqual([[], [], 0])
    expect(text).toContain('<script>pwned()</script>')
    // The images that are nowhere are refused by the site's own rule; nothing else is tried.
    expect(alice.problems.filter((problem) => !/img-src|evil|\bx\b/.test(problem))).toEqual([])
  })

  test('an image that is dropped is kept, and seen by the other', async () => {
    const [hers, his] = await stage.meet({ document: 'illustrated', text: 'before after' })
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
    stage.expectNoProblems()
  })
}

/** The words of each of somebody's selections. */
function selected({ page }: DrivenWriter): Promise<string[]> {
  return page.evaluate((everywhere) => {
    const { state } = everywhere<EnckeEditor>('encke-editor')[0]!.view!
    return state.selection.ranges.map(({ from, to }) => state.sliceDoc(from, to))
  })
}
