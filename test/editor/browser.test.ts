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

describe('the extension in a browser, over a virtual file system', () => {
  let editor: Editor
  let bare = ''
  let served: Served
  let bench: Workbench

  beforeAll(async () => {
    bare = await mkdtemp(join(tmpdir(), 'specward-bare-'))
    editor = await startEditor({ extensions: bare })
    served = await serve(inject('unpacked'), ORDERS)
    bench = await Workbench.open(editor.url, `${SCHEME}:/project`, served.extensions)
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

  it('shows what is wrong, over several files', async () => {
    await bench.listed('openapi.yaml').dblclick()
    await bench.isInFront('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.showProblems()
    await bench.problems.row('no-anonymous-write').waitFor()
    await bench.problems.row('no-credential-in-response').waitFor()
    await bench.picture('in a browser')
    await expect.poll(() => bench.problems.rows(), PATIENCE).toContainEqual(expect.stringMatching(/^order\.yaml/))
    void pageOf
  })
})
