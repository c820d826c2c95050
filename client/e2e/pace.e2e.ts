import { expect, test } from 'vitest'
import type { EnckeEditor } from '../elements/encke-editor.ts'
import { Stage } from './stage.ts'
import { createDocument, openDocument, type Writer } from './writer.ts'

// What is measured here is a promise to people. Its project has the machine to itself.
const stage = new Stage()

// The first: nobody has written anything on this server.
test('somebody who has never seen it writes with a friend within ten seconds of the first page', async () => {
  await using newcomer = await stage.person('Newcomer')
  await using friend = await stage.person('Friend')
  await newcomer.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const [ours, theirs] = [newcomer.page, friend.page]
  const startedAt = performance.now()
  const steps: string[] = []
  const step = async (words: string, does: () => Promise<unknown>) => {
    await does()
    steps.push(`${words} ${Math.round(performance.now() - startedAt)} ms`)
  }
  await step('the first page', async () => {
    await ours.goto(stage.url)
    await ours.getByRole('heading', { name: 'A blank page' }).waitFor()
  })
  await step('one click', async () => {
    await ours.getByRole('button', { name: 'New document' }).click()
    await ours.locator('.cm-content:focus').waitFor()
  })
  await step('words', async () => {
    await ours.keyboard.type('Hello, this is me.')
    await ours.locator('encke-status .saved').waitFor()
  })
  let link = ''
  await step('the link', async () => {
    await ours.getByRole('button', { name: 'Copy link' }).click()
    const read = () => ours.evaluate(() => navigator.clipboard.readText())
    await expect.poll(async () => (link = await read())).toContain('/d/')
  })
  await step('the friend', async () => {
    await theirs.goto(link)
    await theirs.locator('.cm-content').getByText('Hello, this is me.').waitFor()
    await theirs.locator('.cm-line').last().click()
    await theirs.keyboard.press('End')
    await theirs.keyboard.type(' And me!')
  })
  await step('both', async () => {
    for (const page of [ours, theirs])
      await page.locator('.cm-content').getByText('Hello, this is me. And me!').waitFor()
  })
  const tookMs = performance.now() - startedAt
  process.stderr.write(`${steps.length} steps: ${steps.join(', ')}\n`)
  expect(tookMs).toBeLessThan(10_000)
  expect([...newcomer.problems, ...friend.problems]).toEqual([])
})

test('a text of 1 MB beside its preview is written as fast as ever', async () => {
  await using alice = await stage.person('Alice')
  const paragraph = `Some *words* with [a link](https://example.org) and \`code\`, again and again. `.repeat(4)
  const part = `## A heading\n\n${paragraph}\n\n- one\n- two\n\n`
  const { page } = alice
  const content = part.repeat(Math.ceil(1_000_000 / part.length))
  await createDocument(stage.url, { id: 'large', content })
  const writer = await openDocument(page, { url: stage.url, document: 'large' })
  await writer.selects(0)
  const alone = await keystrokes(writer)
  await writer.editor.evaluate((editor: EnckeEditor) => editor.setAttribute('view', 'split'))
  await page.locator('.preview h2').first().waitFor()
  const beside = await keystrokes(writer)
  // Not by role or text, for which all of it would be looked at each time.
  await expect
    .poll(() => page.locator('.preview').evaluate((pane) => pane.textContent!.slice(0, 200)))
    .toContain('x'.repeat(80))
  expect(beside, `a key takes ${alone} ms without a preview`).toBeLessThan(alone + 8)
})

/** What a key takes in the middle of many, in milliseconds, with a moment between two as people leave it. */
function keystrokes(writer: Writer): Promise<number> {
  return writer.editor.evaluate(async ({ view }: EnckeEditor) => {
    const costs: number[] = []
    for (let count = 0; count < 40; count += 1) {
      const start = performance.now()
      view!.dispatch(view!.state.replaceSelection('x'), { userEvent: 'input.type' })
      costs.push(performance.now() - start)
      await new Promise((resolve) => setTimeout(resolve, 16))
    }
    return costs.sort((a, b) => a - b)[20]!
  })
}
