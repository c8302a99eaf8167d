import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, NO_CHROMIUM } from './chromium.ts'
import { expectAccessible, launch, type Opened, open } from './open.ts'
import { HOSTILE, PAGES } from './pages.ts'

const isRequired = process.env.SPECWARD_BROWSER === 'required'
const isThere = findChromium() !== undefined
if (!isThere && !isRequired) console.warn(`Tests in the browser are skipped. ${NO_CHROMIUM}`)

const texts: Partial<Record<keyof typeof PAGES, string>> = {}
let browser: Browser

async function opened(name: keyof typeof PAGES, options?: Parameters<typeof open>[2]): Promise<Opened> {
  texts[name] ??= await PAGES[name]()
  return open(browser, texts[name], options)
}

const isShown = (page: Page, selector: string) => page.locator(selector).first().isVisible()
const shownFindings = (page: Page) => page.locator('#findings .f:not([hidden])').count()
const field = (page: Page, form: string, name: string) =>
  page.locator(`[data-filter=${form}] [name="${name}"]`)

describe.skipIf(!isThere && !isRequired)('the HTML report in a browser', () => {
  beforeAll(async () => {
    browser = await launch()
  })

  afterAll(async () => {
    await browser?.close()
  })

  describe.each(['small', 'messages', 'several', 'hostile'] as const)('of the API `%s`', (name) => {
    const open = (options?: Parameters<typeof opened>[1]) => opened(name, options)

    it.each([
      ['light', { colorScheme: 'light' }],
      ['dark', { colorScheme: 'dark' }],
      ['narrow', { colorScheme: 'light', viewport: { width: 360, height: 800 } }],
    ] as const)('is accessible and asks for nothing: %s', async (_, options) => {
      const { page, faults } = await open(options)
      await expectAccessible(page)
      await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
      await expectAccessible(page)
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
      expect(faults).toEqual([])
    })

    it('is accessible on paper, with every section, the framework that is selected and nothing to click', async () => {
      const { page, faults } = await open()
      await page.emulateMedia({ media: 'print' })
      await page.evaluate("dispatchEvent(new Event('beforeprint'))")
      await expectAccessible(page)
      for (const id of ['verdict', 'exposure', 'controls', 'findings', 'facts'])
        expect(await isShown(page, `#${id}`), id).toBe(true)
      // of each document the selected framework: nobody wants all of them on paper
      const chosen = await page.locator('[data-tabs]').count()
      expect(await page.locator('.panel:visible').count()).toBe(chosen)
      expect(await page.locator('button:visible, input:visible, select:visible, nav:visible').count()).toBe(0)
      expect(faults).toEqual([])
    })

    it('shows all of it without the script', async () => {
      const { page } = await open({ javaScriptEnabled: false })
      for (const selector of ['.f', '.op', '.ctl', '.panel'])
        expect(await page.locator(`${selector}:visible`).count(), selector).toBe(
          await page.locator(selector).count(),
        )
      expect(await page.locator('.filters:visible').count()).toBe(0)
    })
  })

  it.each(['small', 'hostile'] as const)('is accessible with each framework: `%s`', async (name) => {
    const { page, faults } = await opened(name)
    const tabs = page.locator('[data-tabs]').first().locator('[role=tab]')
    for (let index = 0; index < (await tabs.count()); index++) {
      await tabs.nth(index).click()
      expect(await page.locator('[data-tabs]').first().locator('.panel:visible').count()).toBe(1)
      await expectAccessible(page)
    }
    expect(await tabs.count()).toBeGreaterThan(3)
    expect(faults).toEqual([])
  })

  describe('with hostile texts', () => {
    it('makes no element of them and runs nothing', async () => {
      const { page, faults } = await opened('hostile')
      await page.locator('[data-filter=findings] [name=q]').fill('<img')
      await page.waitForTimeout(200)
      expect(await page.evaluate('window.pwned')).toBeUndefined()
      expect(await page.locator('img, iframe, object, embed, [onload], [onerror], [onfocus]').count()).toBe(0)
      expect(await page.locator('script').count()).toBe(2)
      expect(await page.locator('a:not([href^="#"]):not([href^="https://"])').count()).toBe(0)
      expect(faults).toEqual([])
    })

    it('shows them as they are', async () => {
      const { page } = await opened('hostile')
      const text = (await page.locator('body').textContent()) ?? ''
      for (const each of HOSTILE.filter((hostile) => !/[\u2000-\u20ff/]/.test(hostile)))
        expect(text).toContain(each)
      expect(text).toContain('\\u202egpj.exe')
    })
  })

  it('leads from the table of documents to a control of one, and stays in its frame', async () => {
    const { page, faults } = await opened('several')
    expect(await page.locator('.fleet tbody tr').count()).toBe(2)
    const cell = page.locator('.fleet tbody tr').last().locator('td[data-r=fail]').last()
    await cell.click()
    const [, index, control] = /^#c-(\d)-(.*)$/.exec(String(await page.evaluate('location.hash'))) ?? []
    expect(index).toBe(await cell.locator('..').getAttribute('data-i'))
    const target = page.locator(`[id="c-${index}-${control}"]`)
    expect(await target.getAttribute('data-r')).toBe('fail')
    expect(await target.getAttribute('open')).not.toBeNull()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(faults).toEqual([])
  })

  describe('filters', () => {
    it('narrow findings down by severity, and tell how many are left', async () => {
      const { page } = await opened('small')
      const every = await shownFindings(page)
      await page.getByLabel('error', { exact: true }).check()
      const errors = await page.locator('#findings .f.s-error').count()
      expect(errors).toBeGreaterThan(0)
      expect(errors).toBeLessThan(every)
      expect(await shownFindings(page)).toBe(errors)
      expect(await page.locator('[data-count=findings]').textContent()).toContain(
        `${errors} of ${every} findings`,
      )
      expect(await page.locator('#findings .rule:visible:not(:has(.f:not([hidden])))').count()).toBe(0)
    })

    it('work by keyboard alone, and keep their state in the address', async () => {
      const { page } = await opened('small')
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.className')).toBe('skip')
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('main')
      await field(page, 'findings', 'q').focus()
      await page.keyboard.type('anyone')
      await expect.poll(() => page.evaluate('location.hash')).toBe('#?q=anyone')
      const left = await shownFindings(page)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      expect(await page.evaluate('location.hash')).toBe('#?q=anyone&s=error')
      const both = await shownFindings(page)
      expect(both).toBeGreaterThan(0)
      const again = await opened('small', { hash: '#?q=anyone&s=error' })
      expect(await shownFindings(again.page)).toBe(both)
      expect(await field(again.page, 'findings', 'q').inputValue()).toBe('anyone')
      expect(left).toBeGreaterThanOrEqual(both)
    })

    it('by rule, operation and tag agree with what findings say', async () => {
      const { page } = await opened('small')
      const findings = page.locator('#findings .f:not([hidden])')
      await field(page, 'findings', 'op').fill('DELETE /people/{id}')
      await expect.poll(() => page.evaluate('location.hash')).toContain('op=DELETE')
      expect(await findings.count()).toBeGreaterThan(0)
      for (const text of await findings.locator('.ops').allTextContents())
        expect(text).toContain('DELETE /people/{id}')
      await page.locator('[data-filter=findings] [type=reset]').click()
      const every = await findings.count()
      await field(page, 'findings', 'tag').selectOption('people')
      expect(await findings.count()).toBeLessThan(every)
      await field(page, 'findings', 'tag').selectOption('')
      const rule = await page.locator('#findings .rule').first().getAttribute('data-rule')
      await field(page, 'findings', 'r').selectOption(rule ?? '')
      expect(await page.locator('#findings .rule:visible').count()).toBe(1)
    })

    it('of the map narrow operations down and sort them', async () => {
      const { page } = await opened('small')
      const rows = page.locator('.op:not([hidden])')
      await field(page, 'exposure', 'ec').selectOption('authenticated')
      expect(await rows.count()).toBe(1)
      expect(await page.locator('[data-count=exposure]').textContent()).toBe('1 of 4 operations')
      await field(page, 'exposure', 'ec').selectOption('')
      await field(page, 'exposure', 'es').selectOption('document')
      expect(await rows.first().getAttribute('data-op')).toBe('GET /orders')
      await field(page, 'exposure', 'ed').selectOption('in')
      const labels = await rows.evaluateAll((found) => found.map((row) => row.getAttribute('data-op')))
      expect(labels).toEqual(['POST /orders', 'DELETE /people/{id}'])
    })

    it('of the map leave out documents in which nothing is left', async () => {
      const { page } = await opened('several')
      expect(await page.locator('#exposure .doc:visible').count()).toBe(2)
      await field(page, 'exposure', 'ec').selectOption('authenticated')
      expect(await page.locator('#exposure .doc:visible h3').textContent()).toContain('orders.yaml')
    })

    it('answer over twelve hundred operations', async () => {
      const { page, faults } = await opened('large')
      expect(await page.locator('.op').count()).toBe(1200)
      await field(page, 'exposure', 'ec').selectOption('anyone')
      expect(await page.locator('.op:not([hidden])').count()).toBe(400)
      await field(page, 'exposure', 'eq').fill('things-39')
      await expect.poll(() => page.locator('.op:not([hidden])').count()).toBe(11)
      expect(faults).toEqual([])
    })
  })

  describe('what can be done', () => {
    it('copies fingerprints and commands', async () => {
      const { page } = await opened('small')
      const line = page.locator('#findings .fp').first()
      const print = await line.locator('code').first().textContent()
      await line.getByRole('button', { name: /^Copy fingerprint/ }).click()
      await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(print)
      await line.getByRole('button', { name: /^Copy command/ }).click()
      await expect
        .poll(() => page.evaluate('navigator.clipboard.readText()'))
        .toBe(`specward waive ${print} --expires 30d --owner '<who>' --reason '<why>'`)
    })

    it('leads from an operation to its findings', async () => {
      const { page } = await opened('small')
      await page.locator('.op[data-op="POST /orders"] a').click()
      expect(await field(page, 'findings', 'op').inputValue()).toBe('POST /orders')
      const number = Number(await page.locator('.op[data-op="POST /orders"]').getAttribute('data-n'))
      expect(await shownFindings(page)).toBe(number)
    })

    it('opens a square of the heat map with the controls that it rests on', async () => {
      const { page } = await opened('small')
      await page.locator('.cell:visible summary').first().focus()
      await page.keyboard.press('Enter')
      const control = page.locator('.cell[open] .cl a').first()
      expect(await control.isVisible()).toBe(true)
      const id = await control.getAttribute('href')
      await control.click()
      await expect.poll(() => page.locator(`details${id}`).getAttribute('open')).toBe('')
      expect(await page.locator(`details${id} .body`).isVisible()).toBe(true)
    })

    it('changes frameworks by arrow keys, and names controls where they are opened', async () => {
      const { page } = await opened('small')
      const tabs = page.locator('[role=tab]')
      await tabs.first().focus()
      await page.keyboard.press('ArrowRight')
      expect(await tabs.nth(1).getAttribute('aria-selected')).toBe('true')
      expect(await page.evaluate('location.hash')).toBe('#?tab0=1')
      await page.locator('.cell:visible:has(.cl) summary').first().click()
      await expect
        .poll(() => page.locator('.cell[open] .cl li').first().textContent())
        .toMatch(/^[A-Z]+-\d+ (?:pass|fail|review|open|n\.a\.) \w+/)
    })

    it('reveals what a link leads to, whatever is filtered', async () => {
      const { page } = await opened('small')
      const id = await page.locator('#findings .f.s-error').first().getAttribute('id')
      await field(page, 'findings', 'q').fill('nothing has this text')
      await expect.poll(() => shownFindings(page)).toBe(0)
      await page.evaluate(`location.hash = '#${id}'`)
      await expect.poll(() => page.locator(`#${id}`).isVisible()).toBe(true)
    })

    it('switches themes', async () => {
      const { page } = await opened('small', { colorScheme: 'light' })
      const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
      const light = await ground()
      await page.getByRole('button', { name: 'Dark theme' }).click()
      expect(await ground()).not.toBe(light)
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Light theme' }).click()
      expect(await ground()).toBe(light)
    })

    it('says so prominently where something could not be judged', async () => {
      const { page } = await opened('several')
      expect(await page.locator('.verdict.good').count()).toBe(0)
      await page.locator('.verdict a').click()
      expect(await isShown(page, '#unjudged')).toBe(true)
    })
  })
})
