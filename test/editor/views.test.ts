import { describe, expect, it } from 'vitest'
import { ORDERS } from './fixture.ts'
import { PATIENCE } from './patience.ts'
import { pageOf } from './views.ts'
import { editorOfTests } from './window.ts'

describe('the views of the extension', () => {
  const run = editorOfTests()

  it('list what is found by operation and by control, and lead to the place', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.command('View: Show Specward')
    const { findings } = bench
    await expect
      .poll(() => findings.rows(), PATIENCE)
      .toEqual([
        'GET /orders/{orderId} 2 errors',
        expect.stringMatching(/^ {2}no-cleartext-credentials /),
        expect.stringMatching(/^ {2}no-credential-in-response /),
        'DELETE /orders/{orderId} 1 error',
        expect.stringMatching(/^ {2}no-anonymous-write /),
        'The description as a whole 1 error, 1 info',
        expect.stringMatching(/^ {2}no-plaintext-server /),
        expect.stringMatching(/^ {2}require-429-response /),
      ])
    await bench.picture('findings by operation')

    await findings.open('no-credential-in-response', 'order.yaml')
    await bench.isInFront('order.yaml', 'Ln 5, Col 3')

    await findings.press('Group by Control')
    await expect
      .poll(() => findings.rows(), PATIENCE)
      .toContainEqual(expect.stringMatching(/^AUTHN-\d+ 1 error/))
    await bench.picture('findings by control')
  })

  it('tell how long the review took beside the language of a description', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await expect
      .poll(() => bench.languageStatus(), PATIENCE)
      .toMatch(/Specward.*1 description, reviewed in [\d.]+ m?s/)
  })

  it('show the exposure of the API and the checklist of its review', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.text.lenses.filter({ hasText: 'anyone' }).locator('a').click()
    const report = await pageOf(bench.page, 'API Exposure')
    await report.getByRole('heading', { name: 'Orders 1.0.0', level: 1 }).waitFor()
    await report.locator('#exposure', { hasText: 'DELETE /orders/{orderId}' }).waitFor()
    await bench.picture('exposure report')

    // the script of the page runs
    await report.getByLabel('Search operations').fill('delete')
    await report.getByText('1 of 2 operations').waitFor()

    await bench.command('Specward: Open Design-Review Checklist')
    const checklist = await pageOf(bench.page, 'Design-Review Checklist')
    await checklist.getByText('design review', { exact: true }).waitFor()
    await bench.picture('checklist')
    expect(bench.requests).toEqual([])
  })

  it('open the page of a rule from the light bulb', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.text.take('security: []', 'Open the page of `no-anonymous-write`')
    const page = await pageOf(bench.page, 'no-anonymous-write.md')
    await page.getByRole('heading', { name: 'no-anonymous-write', level: 1 }).waitFor()
    await bench.picture('page of a rule')
  })

  it('tick off the first step of the walkthrough where a description has been seen before', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.command('Welcome: Open Walkthrough...')
    await bench.pick('Review an API description with Specward')
    const first = bench.page.locator('.getting-started-step', { hasText: 'Open a description' })
    await first.locator('.codicon-getting-started-step-checked.complete').waitFor()
    await bench.picture('walkthrough')
  })
})
