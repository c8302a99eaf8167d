import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { findChromium, NO_CHROMIUM } from '../browser/chromium.ts'
import { PATIENCE_MS, TRIES } from './patience.ts'
import { Problems } from './problems.ts'
import { FRONT, TextInFront } from './text.ts'
import { FindingsView } from './views.ts'

const yes = () => true
const no = () => false

const PICTURES = fileURLToPath(new URL('.screenshots', import.meta.url))

const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let browser: Promise<Browser> | undefined

/** The browser of this test file. */
function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(NO_CHROMIUM)
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  browser ??= chromium.launch({ executablePath, args: [...ARGS, ...sandbox] })
  return browser
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

/** A window of VS Code, by what a person sees of it and does in it. */
export class Workbench {
  readonly page: Page
  /** Addresses that the window has asked for, other than the server's. */
  readonly requests: readonly string[]

  readonly text: TextInFront
  readonly problems: Problems
  readonly findings: FindingsView

  private constructor(page: Page, requests: readonly string[]) {
    this.page = page
    this.requests = requests
    this.text = new TextInFront(page)
    this.problems = new Problems(page)
    this.findings = new FindingsView(page)
  }

  /**
   * Opens a folder in a new window and waits until its files are listed.
   * @param folder a path, or a URI of a virtual file system
   * @param extensions addresses of extensions that run in the browser
   */
  static async open(url: string, folder: string, extensions: readonly string[] = []): Promise<Workbench> {
    const context = await (await launch()).newContext({
      viewport: { width: 1500, height: 1200 },
      // that of VS Code lets in extensions from where galleries have them, and not from this machine
      bypassCSP: extensions.length > 0,
    })
    const page = await context.newPage()
    if (extensions.length > 0) await page.addInitScript(withExtensions, extensions)
    page.setDefaultTimeout(PATIENCE_MS)
    const requests = watch(context, url)
    await page.goto(`${url}?folder=${encodeURIComponent(folder)}`)
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor()
    return new Workbench(page, requests)
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }

  /** Writes down what the window looks like, for people to look at. */
  async picture(name: string): Promise<void> {
    mkdirSync(PICTURES, { recursive: true })
    await this.page.waitForFunction(RESTS)
    await this.page.screenshot({ path: `${PICTURES}/${name}.png` })
  }

  /** Shows the Problems panel, with the focus in it. */
  async showProblems(): Promise<void> {
    await this.command('Problems: Focus on Problems View')
    await this.page.locator('.markers-panel').waitFor()
  }

  /** Runs a command by its title in the palette, such as `Specward: Open Report`. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1')
    await this.pick(title, `>${title}`)
  }

  /** A file in the list of files. */
  listed(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name })
  }

  /** Opens a file by its path from the folder, and waits until it can be typed into. */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf('/') + 1)
    await this.page.keyboard.press('Control+p')
    await this.pick(name, path)
    await this.isInFront(name)
    await this.page.locator(`${FRONT} .monaco-editor.focused .view-line`).first().waitFor()
  }

  /** Waits until a file is in front, with the cursor at a place such as `Ln 5, Col 3`. */
  async isInFront(name: string, place = ''): Promise<void> {
    await this.page.locator(`${FRONT} .tab.active[data-resource-name="${name}"]`).waitFor()
    if (place !== '') await this.page.locator('.statusbar-item', { hasText: place }).waitFor()
  }

  /** What is told beside the language of the text in front. */
  async languageStatus(): Promise<string> {
    await this.page.mouse.move(5, 5)
    await this.page.locator('[id="status.languageStatus"]').hover()
    const shown = this.page.locator('.hover-language-status')
    await shown.first().waitFor()
    return (await shown.allInnerTexts()).join(' ').replace(/\s+/g, ' ')
  }

  /** What is asked for at the top of the window. */
  get asked(): Locator {
    return this.page.locator('.quick-input-widget:visible')
  }

  /** Chooses an offer at the top of the window by its words, after those that lead to it have been typed. */
  async pick(words: string, typed = words): Promise<void> {
    const input = this.asked.locator('.quick-input-box input')
    const label = this.page.locator('.label-name').filter({ hasText: exactly(words) })
    const offer = this.asked.locator('.monaco-list-row').filter({ has: label }).first()
    // what has been there for a moment only, such as a new file, is found by those who ask again
    for (let tries = 1; ; tries++) {
      await input.fill('')
      await input.fill(typed)
      const isThere = await offer.click({ timeout: PATIENCE_MS / TRIES }).then(yes, no)
      if (isThere) return
      if (tries === TRIES) throw new Error(`\`${words}\` is not offered.`)
    }
  }

  /** Answers what is asked at the top of the window. */
  async answer(question: string | RegExp, text: string): Promise<void> {
    const asked = this.asked.filter({ hasText: question })
    await asked.locator('.quick-input-box input').fill(text)
    await this.page.keyboard.press('Enter')
    await asked.waitFor({ state: 'hidden' })
  }

  /** Saves the file in front and waits until it is. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s')
    await this.page.locator(`${FRONT} .tab.active:not(.dirty)`).waitFor()
  }

  /** What the window tells in its corner. */
  get notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item')
  }
}

/** Runs in the page: has the workbench load extensions from addresses, as it does for whoever develops them. */
function withExtensions(addresses: readonly string[]): void {
  const { prototype } = Element
  const original = prototype.getAttribute
  prototype.getAttribute = function (name) {
    const value = original.call(this, name)
    if (name !== 'data-settings' || value === null) return value
    const extensions = addresses.map((address) => {
      const { protocol, host, pathname } = new URL(address)
      return { scheme: protocol.slice(0, -1), authority: host, path: pathname }
    })
    return JSON.stringify({ ...JSON.parse(value), developmentOptions: { extensions } })
  }
}

/** Whether everything that fades in or out has done so. */
const RESTS = `document.getAnimations().every(({ playState, effect }) =>
  playState !== 'running' || effect.getComputedTiming().iterations === Infinity)`

/** Matches a text that is these words and nothing else. */
function exactly(words: string): RegExp {
  return new RegExp(`^${words.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`)
}

/** Collects what is asked for elsewhere. */
function watch(context: BrowserContext, url: string): readonly string[] {
  const requests: string[] = []
  const isElsewhere = (address: string) =>
    !address.startsWith(url) && !/^(data|blob|about|chrome-error):/.test(address)
  context.on('request', (request) => {
    if (isElsewhere(request.url())) requests.push(request.url())
  })
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      const address = socket.url().replace(/^ws/, 'http')
      if (isElsewhere(address)) requests.push(socket.url())
    })
  })
  return requests
}
