/**
 * Makes a checkout ready, and does only what is not done yet. Needs Node >= 20 and no package.
 *
 *   node setup.mjs build    builds the client with the packages that are there
 *   node setup.mjs start    installs the packages and builds the client: `npm start` then runs the server
 *   node setup.mjs test     the same, then finds a Chromium for the browser tests, or installs one;
 *                            Firefox, WebKitGTK and nginx if it can
 *
 * Encke itself runs on Node 24. Where that is not the machine's own Node, the dev dependency `node` brings it.
 * Each step leaves a stamp of what it was made from, beside what it made: delete either one to repeat the step.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = 'node_modules'
const bundledNode = join(modules, 'node', 'bin', 'node')
/** Where each browser is; client/e2e/chromium.ts and noted-browser.ts read it here. */
const notes = join(modules, '.cache', 'encke')
/**
 * `debian` is what apt-get is to install, `setting` the variable that chooses another one, `needs` has to be there too,
 * and `answers` is what shows that it runs.
 */
const chromium = {
  title: 'Chromium',
  names: ['chromium', 'chromium-browser', 'google-chrome'],
  debian: ['chromium'],
  setting: 'ENCKE_CHROMIUM',
}
const firefox = {
  title: 'Firefox',
  names: ['firefox-esr', 'firefox'],
  debian: ['firefox-esr'],
  setting: 'ENCKE_FIREFOX',
}
/** Its driver, which brings the engine with a small browser around it, and a screen that nobody sees: 60 MB to download. */
const webkit = {
  title: 'WebKit',
  names: ['WebKitWebDriver'],
  needs: ['Xvfb'],
  answers: '--help',
  debian: ['--no-install-recommends', 'webkit2gtk-driver', 'xvfb'],
  setting: 'ENCKE_WEBKIT',
}

process.chdir(dirname(fileURLToPath(import.meta.url)))
const major = Number.parseInt(process.versions.node, 10)
if (major < 20) fail(`Node ${process.versions.node} is too old; Encke needs Node 20 or newer`)

const verb = process.argv[2]
if (verb !== 'build' && verb !== 'start' && verb !== 'test') fail('say what for: node setup.mjs build, start or test')
if (verb !== 'build') install()
buildClient()
if (verb === 'test') {
  const missing = noteBrowser(chromium)
  if (missing) fail(missing)
  for (const other of [firefox, webkit]) {
    const left = noteBrowser(other)
    if (left) say(`${left}; the tests in ${other.title} are left out`)
  }
  provideNginx()
}

/** Runs `npm ci`, once for each package-lock.json and kind of machine: some packages are binaries. */
function install() {
  const stamp = join(modules, '.encke-installed')
  const wanted = `${hashOf(['package-lock.json'])} ${process.platform}-${process.arch}`
  if (read(stamp) === wanted) return
  say(`installing packages with npm ci: ${existsSync(modules) ? 'package-lock.json changed' : 'first run'}`)
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'])
  provideNode24()
  writeFileSync(stamp, wanted)
}

/** The package `node` fetches its binary in an install script, which npm may have been told not to run. */
function provideNode24() {
  if (existsSync(bundledNode) || (major >= 24 && existsSync(process.execPath))) return
  say('Node 24 is missing: the install script of the package "node" was not run; running npm rebuild node')
  const advice = 'Node 24 could not be installed: install Node 24 or newer yourself, or allow that install script'
  run('npm', ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'], advice)
  if (!existsSync(bundledNode)) fail(advice)
}

/** Builds dist/client when something that it is made from changed. */
function buildClient() {
  const config = 'client/vite.config.ts'
  if (!existsSync(config)) return // a deployment of the server with a client built elsewhere
  const [built, stamp] = [join('dist', 'client'), join('dist', 'client.stamp')]
  const wanted = hashOf(['package-lock.json', ...sourcesOf('client'), ...sourcesOf('protocol')])
  if (existsSync(built) && read(stamp) === wanted) return
  const vite = join(modules, 'vite', 'bin', 'vite.js')
  if (!existsSync(vite)) fail('the client is not built, and vite is not installed: run npm ci --include=dev')
  say(`building the client with vite: ${existsSync(built) ? 'its source changed' : 'first run'}`)
  rmSync(stamp, { force: true })
  run(node24(), [vite, 'build', '--config', config, '--logLevel', 'warn'])
  writeFileSync(stamp, wanted)
}

/**
 * Finds a browser or installs it, and writes down where it is, so that the tests take the same one.
 * Returns what went wrong, or null.
 */
function noteBrowser(browser) {
  const { title, debian, setting } = browser
  const note = join(notes, title.toLowerCase())
  let path = findBrowser(browser, read(note))
  if (!path) {
    rmSync(note, { force: true })
    const failed = installByApt(debian, `no ${title} found for the browser tests`)
    if (failed) return failed
    path = findBrowser(browser)
  }
  if (!path) return `no ${title} found: install one, or set ${setting} to the path of its executable`
  mkdirSync(notes, { recursive: true })
  writeFileSync(note, path)
  return null
}

/** The path of its executable, if any. What was noted before has been seen to run. */
function findBrowser({ names, setting, needs = [], answers = '--version' }, noted = null) {
  const chosen = process.env[setting]
  if (chosen) return isExecutable(chosen) ? chosen : fail(`${setting} is not an executable file: ${chosen}`)
  if (!needs.every(onPath)) return undefined
  return (
    names
      .map(onPath)
      .filter(Boolean)
      // Some systems have a script of that name that only says where to get one.
      .find((path) => path === noted || spawnSync(path, [answers], { stdio: 'ignore', timeout: 30_000 }).status === 0)
  )
}

/** For the tests behind a real proxy, which are left out, and say so, where there is none. */
function provideNginx() {
  if (process.env.ENCKE_NGINX || onPath('nginx') || isExecutable('/usr/sbin/nginx')) return
  const failed = installByApt(['nginx'], 'no nginx found for the tests behind a proxy')
  if (failed) say(`${failed}; the tests behind nginx are left out`)
}

/**
 * Installs packages of Debian's, only where that needs no password and no question: as root, or with a sudo that asks
 * for nothing. Returns what went wrong, or null; where it cannot be done, nothing has.
 */
function installByApt(names, why) {
  if (!onPath('apt-get')) return null
  const isRoot = process.getuid?.() === 0
  if (!isRoot && spawnSync('sudo', ['-n', 'true']).status !== 0) return null
  say(`${why}: installing it with apt-get`)
  const asRoot = isRoot ? [] : ['sudo', '-n']
  for (const step of [['update'], ['install', '-y', ...names]]) {
    // With this runlevel a server that is installed is not started.
    const [command, ...rest] = [
      ...asRoot,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'RUNLEVEL=1',
      'apt-get',
      '-q',
      ...step,
    ]
    const failed = tryRun(command, rest)
    if (failed) return failed
  }
  return null
}

/** The Node to build with: not simply `node`, which on the first run is the machine's own. */
function node24() {
  if (major >= 24 && existsSync(process.execPath)) return process.execPath
  if (existsSync(bundledNode)) return bundledNode
  return fail(`Node ${process.versions.node} is too old for the server, and ${bundledNode} is missing: run npm ci`)
}

/** Every file below a folder that ends up in the client: tests change nothing in it. */
function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !/\.(test|suite)\.ts$|\/(e2e|conformance)\//.test(path))
    .sort()
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(path).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

function run(command, args, advice) {
  const failed = tryRun(command, args)
  if (!failed) return
  say(failed)
  fail(advice ?? 'what it printed above says why')
}

/**
 * Runs a command to its end, on the machine's own Node: npm ci deletes the one in node_modules while it works.
 * Returns what went wrong, or null.
 */
function tryRun(command, args) {
  const ours = join(process.cwd(), modules, '.bin')
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ours)
  const result = spawnSync(command, args, {
    env: { ...process.env, PATH: path.join(delimiter) },
    stdio: ['ignore', process.stderr, process.stderr],
  })
  if (result.error) return `${command} could not be run: ${result.error.message}`
  return result.status === 0 ? null : `${[command, ...args].join(' ')} ended with ${result.status ?? result.signal}`
}

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

// To stderr: stdout belongs to the server's log.
function say(line) {
  process.stderr.write(`setup: ${line}\n`)
}

function fail(line) {
  say(line)
  process.exit(1)
}
