import { describe, expect, it } from 'vitest'
import { ORDERS } from './fixture.ts'
import { PATIENCE } from './patience.ts'
import { editorOfTests } from './window.ts'

describe('a description in the editor', () => {
  const run = editorOfTests()

  it('shows what is wrong, tells why, and is mended from the light bulb and saved', async () => {
    const { bench, read } = await run.open(ORDERS)
    const { text, problems } = bench
    await bench.openFile('openapi.yaml')
    await text.squiggles.first().waitFor()
    expect(await text.hover('http://')).toMatch(/can be reached without encryption.*no-plaintext-server/s)
    await bench.picture('squiggle and hover')

    const offers = await text.offers('http://')
    expect(offers.slice(0, 2)).toEqual([
      'Use `https://orders.example.com`',
      'Fix all safe findings in this file',
    ])
    // it stands there
    expect(offers).not.toContain('Go to the cause')
    await bench.picture('quick fixes')
    await bench.page.keyboard.press('Escape')
    await bench.showProblems()
    await problems.row('no-plaintext-server').waitFor()

    await bench.openFile('openapi.yaml')
    await text.take('http://', 'Use `https://orders.example.com`')
    await expect.poll(() => text.lines(), PATIENCE).toContain('  - url: https://orders.example.com')
    await bench.save()
    expect(await read('openapi.yaml')).toBe(
      ORDERS['openapi.yaml']?.replace('http://orders', 'https://orders'),
    )
    await problems.row('no-plaintext-server').waitFor({ state: 'detached' })
    await problems.row('no-cleartext-credentials').waitFor({ state: 'detached' })
    await problems.row('no-anonymous-write').waitFor()
  })

  it('tells of each operation who may call it, and why', async () => {
    const { bench } = await run.open(ORDERS)
    const { text } = bench
    await bench.openFile('openapi.yaml')
    await expect
      .poll(() => text.lenses.allInnerTexts(), PATIENCE)
      .toEqual(['http bearer · http', 'anyone · writes · http'])
    const told = await text.hover('delete:')
    expect(told).toMatch(/DELETE \/orders\/\{orderId\}.*Anyone.*openapi\.yaml:29/s)
    await bench.picture('hover on an operation')
  })

  it('leads from a name to what it stands for, and gives it another one everywhere', async () => {
    const { bench } = await run.open(ORDERS)
    const { text, page } = bench
    await bench.openFile('openapi.yaml')
    await text.lenses.first().waitFor()
    await text.goTo('schemas/order.yaml')
    await page.keyboard.press('F12')
    await bench.isInFront('order.yaml')

    await bench.openFile('openapi.yaml')
    await text.goTo('token: []')
    await page.keyboard.press('F12')
    await bench.isInFront('openapi.yaml', 'Ln 35, Col 5')

    await page.keyboard.press('F2')
    const name = page.locator('.rename-box input')
    await name.fill('accessToken')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => text.lines(), PATIENCE)
      .toEqual(expect.arrayContaining(['  - accessToken: []', '    accessToken:']))
  })

  it('keeps the last good findings while its text is broken', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.showProblems()
    await bench.problems.row('no-anonymous-write').waitFor()
    await bench.openFile('openapi.yaml')
    await bench.text.replace('title: Orders', 'title: "Orders')
    await bench.problems.row('[Ln 3').first().waitFor()
    await bench.problems.row('no-anonymous-write').waitFor()
  })

  it('is mended when it is saved, where people have asked for that', async () => {
    const settings = { 'editor.codeActionsOnSave': { 'source.fixAll.specward': 'explicit' } }
    const { bench, read } = await run.open({ ...ORDERS, '.vscode/settings.json': JSON.stringify(settings) })
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.text.replace('title: Orders', 'title: Order')
    await bench.save()
    await expect.poll(() => read('openapi.yaml'), PATIENCE).toContain('- url: https://orders.example.com')
  })
})
