import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Editor, startEditor } from './editor.ts'
import { ORDERS } from './fixture.ts'
import { PATIENCE } from './patience.ts'
import { pageOf } from './views.ts'
import { SCHEME, type Served, serve } from './virtual/serve.ts'
import { closeBrowser, Workbench } from './workbench.ts'

/** The API of the other tests with what a browser cannot do, and what it has to fetch a schema for. */
const FILES = {
  ...ORDERS,
  'specward.yaml': "extends: ['specward:recommended']\nrules: { info-contact: off }\n",
  '.spectral.yaml': 'extends: [[spectral:oas, off]]\nrules: { info-contact: warn }\n',
  'events.yaml':
    'asyncapi: 3.0.0\ninfo: { title: Events, version: 1.0.0 }\nservers: { main: { host: a.example, protocol: 7 } }\n',
}

// nothing of Specward is installed in the server: all of it runs in the browser, in the window that all tests share
describe('the extension in a browser, over a virtual file system', () => {
  let bare = ''
  let editor: Editor
  let served: Served
  let bench: Workbench

  beforeAll(async () => {
    bare = await mkdtemp(join(tmpdir(), 'specward-bare-'))
    editor = await startEditor({ extensions: bare })
    served = await serve(inject('unpacked'), FILES)
    bench = await Workbench.open(editor.url, `${SCHEME}:/project`, served.extensions)
    await openListed('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await bench.picture(`failed ${task.name}`)
  })

  afterAll(async () => {
    await closeBrowser()
    await editor?.close()
    await served?.close()
    await rm(bare, { recursive: true, force: true })
  })

  /** Opens a file from the list: those of virtual file systems are not found by their names. */
  async function openListed(name: string): Promise<void> {
    await bench.listed(name).dblclick()
    await bench.isInFront(name)
    await bench.page.locator('.monaco-editor.focused .view-line').first().waitFor()
  }

  it('shows what is wrong in every file, also where a schema has to be fetched', async () => {
    await bench.showProblems()
    for (const found of ['no-anonymous-write', 'no-plaintext-server', 'spec-conformance']) {
      await bench.problems.row(found).waitFor()
    }
    const rows = await bench.problems.rows()
    const at = rows.findIndex((row) => row.startsWith('order.yaml'))
    expect(rows[at + 1]).toMatch(/no-credential-in-response.*\[Ln 5, Col 3\]$/)
    await bench.picture('in a browser')
  })

  it('says of a ruleset of Spectral that it is not judged by here', async () => {
    await expect
      .poll(() => bench.problems.rows(), PATIENCE)
      .toContainEqual(expect.stringMatching(/`\.spectral\.yaml` is not judged by here.*browser/))
    expect((await bench.problems.rows()).filter((row) => /info-contact/.test(row))).toEqual([])
  })

  it('tells of an operation, leads over files, and knows the workspace', async () => {
    await openListed('openapi.yaml')
    expect(await bench.text.hover('delete')).toMatch(/Anyone|anyone/)
    await bench.text.goTo('schemas/order.yaml')
    await bench.page.keyboard.press('F12')
    await bench.isInFront('order.yaml')

    await bench.command('View: Show Specward')
    await expect
      .poll(() => bench.findings.rows(), PATIENCE)
      .toContainEqual(expect.stringMatching(/^ {2}no-credential-in-response /))
    await bench.findings.open('no-anonymous-write', 'openapi.yaml')
    await bench.command('View: Show Explorer')
  })

  it('makes the exposure report and the checklist, and opens the page of a rule', async () => {
    await openListed('openapi.yaml')
    await bench.text.lenses.filter({ hasText: 'anyone' }).locator('a').click()
    const report = await pageOf(bench.page, 'API Exposure')
    await report.locator('#exposure', { hasText: 'DELETE /orders/{orderId}' }).waitFor()
    await bench.command('Specward: Open Design-Review Checklist')
    const checklist = await pageOf(bench.page, 'Design-Review Checklist')
    await checklist.getByText('design review', { exact: true }).waitFor()

    // those of the Markdown preview for files of VS Code are answered within the window
    const { origin } = new URL(served.extensions[0] ?? '')
    expect(bench.requests.filter((each) => !each.startsWith(origin))).toEqual([])
    await bench.command('Specward: Open Page of a Rule…')
    await bench.pick('no-anonymous-write')
    const page = await pageOf(bench.page, 'no-anonymous-write.md')
    await page.getByRole('heading', { name: 'no-anonymous-write', level: 1 }).waitFor()
  })

  it('fixes, waives, and follows what is written in other files', async () => {
    await openListed('openapi.yaml')
    await bench.showProblems()
    await openListed('openapi.yaml')
    await bench.text.take('http://orders', 'Use `https://orders.example.com`')
    await bench.save()
    await bench.problems.row('no-plaintext-server').waitFor({ state: 'detached' })
    expect((await bench.text.lines()).join('\n')).toContain('https://orders.example.com')

    await bench.text.take('security: []', /^Waive/)
    await bench.answer('Why is it accepted?', 'The gateway asks for a certificate.')
    await bench.answer('Who answers for that?', 'Jane')
    await bench.answer('Last day', '2099-01-31')
    await bench.problems.row('no-anonymous-write').waitFor({ state: 'detached' })
    await bench.listed('specward.waivers.yaml').waitFor()

    await bench.problems.row('no-credential-in-response').dblclick()
    await bench.isInFront('order.yaml')
    await bench.text.replace('password', 'nickname')
    await bench.problems.row('no-credential-in-response').waitFor({ state: 'detached' })
  })
})
