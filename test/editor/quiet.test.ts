import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { commit, git } from '../ci/checkout.ts'
import { temporaryFolder } from '../project.ts'
import { ORDERS } from './fixture.ts'
import { PATIENCE } from './patience.ts'
import { editorOfTests } from './window.ts'

const { 'compose.yaml': COMPOSE, ...API } = ORDERS

describe('the extension leaves alone what it has nothing to do with', () => {
  const run = editorOfTests()

  const servers = async () =>
    (await run.editor.processes()).filter((each) => each.includes('/server/server.js'))

  it('starts its server once an API description is there, and not before', async () => {
    const { bench, write } = await run.open({ 'services.yaml': COMPOSE })
    await bench.openFile('services.yaml')
    await bench.command('Developer: Show Running Extensions')
    const activated = bench.page.locator('.editor-instance .monaco-list-row', { hasText: 'Specward' })
    await activated.waitFor()
    expect(await activated.innerText()).toMatch(/Activation: \d+ms/)
    expect(await servers()).toEqual([])

    await write(API)
    await bench.listed('openapi.yaml').waitFor()
    await bench.openFile('openapi.yaml')
    await expect.poll(servers, PATIENCE).toHaveLength(1)
    await bench.text.squiggles.first().waitFor()
  })

  it('says nothing about files that are no API descriptions, nor about the left side of a comparison', async () => {
    const { bench, folder, write } = await run.open(ORDERS)
    git(folder, 'init', '--quiet')
    await commit(folder, {})
    await write({ 'openapi.yaml': `${ORDERS['openapi.yaml']}# one more line\n` })
    await bench.openFile('compose.yaml')
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    await bench.showProblems()
    await expect
      .poll(() => bench.problems.rows(), PATIENCE)
      .toContainEqual(expect.stringMatching(/^openapi.yaml/))
    expect(await bench.problems.rows()).not.toContainEqual(expect.stringContaining('compose.yaml'))

    await bench.openFile('openapi.yaml')
    await bench.command('Git: Open Changes')
    await bench.page.locator('.editor.modified .squiggly-error').first().waitFor()
    expect(await bench.page.locator('.editor.original .squiggly-error').count()).toBe(0)
  })

  it('asks nobody elsewhere for anything', async () => {
    const { bench } = await run.open(ORDERS)
    await bench.openFile('openapi.yaml')
    await bench.text.squiggles.first().waitFor()
    expect(await servers()).toHaveLength(1)
    expect(bench.requests).toEqual([])
    expect(await run.editor.connections()).toEqual([])
  })

  it('would be seen if it did', async () => {
    const log = join(await temporaryFolder(), 'network.log')
    const hook = fileURLToPath(new URL('network.cjs', import.meta.url))
    const script = 'fetch("http://specward.invalid/").catch(() => {})'
    spawnSync(process.execPath, [`--require=${hook}`, '-e', script], {
      env: { SPECWARD_NETWORK_LOG: log },
    })
    expect(await readFile(log, 'utf8')).toMatch(/^connect specward.invalid:80 /m)
  })
})
