import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

const note = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'encke', 'chromium')

/**
 * Parts of Chromium that are off: those that Playwright switches off, since the last list is the one that counts, and
 * pages of its address bar, which nobody sees and which take more time to load for each window than most of ours.
 */
const disabledFeatures = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
]
const args = [`--disable-features=${disabledFeatures.join(',')}`]

/** A Chromium without a window; with `keepsPages`, it keeps pages that are left for "back", as it does outside of tests. */
export async function launchChromium({ keepsPages = false } = {}): Promise<Browser> {
  const executablePath = await chromiumPath()
  // No sandbox: it cannot be set up as root or in most containers, and the pages are our own.
  const ignoreDefaultArgs = keepsPages ? ['--disable-back-forward-cache'] : []
  return chromium.launch({ executablePath, args, chromiumSandbox: false, ignoreDefaultArgs })
}

/** The same, with a profile in a folder: what it keeps is there when it is started again. */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  const executablePath = await chromiumPath()
  return chromium.launchPersistentContext(folder, { executablePath, args, chromiumSandbox: false, locale: 'en-US' })
}

/** The Chromium to test with: ENCKE_CHROMIUM, or the one that `node setup.mjs test` found and wrote down. */
async function chromiumPath(): Promise<string> {
  const chosen = process.env['ENCKE_CHROMIUM']
  if (chosen) return chosen
  try {
    return await readFile(note, 'utf8')
  } catch (cause) {
    throw new Error('no Chromium is known yet: run `node setup.mjs test` once, or set ENCKE_CHROMIUM', { cause })
  }
}
