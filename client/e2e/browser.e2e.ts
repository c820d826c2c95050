import { expect, test } from 'vitest'
import { servePeers } from '../bench/stand.ts'
import { launchBrowser } from './browser.ts'

/** Answered by the test itself: nothing leaves the browser. */
const address = 'http://page.test/'

test('each person has storage of their own, and their pages’ complaints are kept', async () => {
  await using browser = await launchBrowser()
  const alice = await browser.person('Alice')
  const bob = await browser.person('Bob')
  for (const { context } of [alice, bob]) {
    await context.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Page</h1>' }))
  }
  await alice.page.goto(address)
  await bob.page.goto(address)
  await alice.page.evaluate(() => {
    localStorage.setItem('name', 'Alice')
    setTimeout(() => {
      throw new Error('lost my pen')
    })
  })
  await expect.poll(() => alice.problems.join()).toContain('lost my pen')
  expect(await bob.page.evaluate(() => localStorage.getItem('name'))).toBeNull()
  expect(bob.problems).toEqual([])
})

test('the page of the peers that a benchmark measures can be built', async () => {
  const page = await fetch(`${await servePeers()}page.js`)
  expect(page.headers.get('content-type')).toBe('text/javascript')
})
