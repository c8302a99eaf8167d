import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { findChromium, NO_CHROMIUM } from './chromium.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Nothing answers there: the page is handed to the browser, and whatever else it asks for is written down. */
const ADDRESS = 'https://report.test/'

/** Starts the browser. As root there is no sandbox. */
export function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(NO_CHROMIUM)
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args })
}

export interface Opened {
  readonly page: Page
  /** What went wrong: requests to elsewhere, errors, and violations of the Content-Security-Policy. */
  readonly faults: readonly string[]
}

/** Opens a page by its text. */
export async function open(
  browser: Browser,
  text: string,
  { hash = '', ...options }: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: ADDRESS })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    return dialog.dismiss()
  })
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (url === ADDRESS) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: text })
    faults.push(`request: ${url}`)
    return route.abort()
  })
  await page.goto(ADDRESS + hash)
  return { page, faults }
}

/** Of what is there many times in the same form, a few are enough; contrasts take long to work out. */
const ALIKE = '.cell:nth-child(n+7), .ctl:nth-child(n+7), .rule:nth-of-type(n+6), .f:nth-child(n+5)'

/**
 * Everything that axe-core finds fault with, by rule and element; those of best practice as well. Takes most of what
 * is alike out of the page before.
 */
export async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(`for (const each of document.querySelectorAll('${ALIKE}')) each.remove()`)
  await page.evaluate(AXE)
  const run = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target, failureSummary }) =>
      id + ' at ' + target.join(' ') + ': ' + failureSummary)))`
  return page.evaluate<readonly string[]>(run)
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
}
