import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runIn } from '../run-in.ts'
import { findChromium } from './chromium.ts'
import { expectAccessible, launch, open } from './open.ts'
import { HOSTILE } from './pages.ts'

const isRequired = process.env.SPECWARD_BROWSER === 'required'

/** An API with something broken, something open, and hostile texts. */
const API = JSON.stringify({
  openapi: '3.1.0',
  info: { title: HOSTILE.join(' '), version: '1' },
  servers: [{ url: 'http://api.example.com' }],
  paths: Object.fromEntries(
    HOSTILE.map((text, index) => [
      `/x${index}/{id}`,
      { delete: { summary: text, responses: { 204: { description: text } } } },
    ]),
  ),
})

async function checklist(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'specward-checklist-'))
  try {
    await writeFile(join(folder, 'openapi.json'), API)
    await runIn(folder, [
      'attest',
      'INFRA-1',
      '--document',
      'openapi.json',
      '--answer',
      'no',
      '--by',
      HOSTILE.join(' '),
    ])
    await runIn(folder, ['checklist', 'openapi.json', '--format', 'html', '--output', 'review.html'])
    return await readFile(join(folder, 'review.html'), 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe.skipIf(findChromium() === undefined && !isRequired)('the checklist in a browser', () => {
  let browser: Browser
  let text = ''

  beforeAll(async () => {
    browser = await launch()
    text = await checklist()
  })

  afterAll(async () => {
    await browser?.close()
  })

  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['narrow', { colorScheme: 'light', viewport: { width: 360, height: 800 } }],
  ] as const)('is accessible, fits, runs nothing and asks for nothing: %s', async (_, options) => {
    const { page, faults } = await open(browser, text, options)
    await expectAccessible(page)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(faults).toEqual([])
  })

  it('has room on paper for answers and signatures', async () => {
    const { page } = await open(browser, text)
    expect(await page.locator('.blank').first().isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.blank').first().isVisible()).toBe(true)
    expect(await page.getByRole('columnheader', { name: 'Signature' }).isVisible()).toBe(true)
    await expectAccessible(page)
  })
})
