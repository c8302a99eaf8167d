import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { project } from '../project.ts'
import { runIn } from '../run-in.ts'
import { EDITORS } from './editors.ts'
import { Desk, mirrorOf, shop } from './folder.ts'
import { halfHour } from './half-hour.ts'
import { ServerProcess } from './server-process.ts'
import { Shown } from './shown.ts'

// SPECWARD_HALF_HOUR=all plays the whole half hour and looks after each step; else there is a part of it and a look now
// and then.
const isWhole = process.env.SPECWARD_HALF_HOUR === 'all'
const STEPS = isWhole ? 1800 : 330
const EVERY = isWhole ? 1 : 6
const SEED = Number(process.env.SPECWARD_SEED ?? 8)

const bin = fileURLToPath(new URL('../../packages/cli/bin/specward.js', import.meta.url))
const COMMAND = ['lint', '.', '--format', 'json']

interface Printed {
  readonly out: string
  readonly err: string
}

async function fresh(folder: string, inProcess: boolean): Promise<Printed> {
  if (inProcess) return runIn(folder, COMMAND)
  // what it finds makes it exit with another code than 0
  const running = promisify(execFile)(process.execPath, [bin, ...COMMAND], { cwd: folder }).catch(
    (error) => error,
  )
  const { stdout, stderr } = await running
  return { out: stdout, err: stderr }
}

/** @param inProcess whether the command line runs in this process, which takes less time */
async function expectAsFresh(
  shown: Shown,
  desk: Desk,
  folder: string,
  when: string,
  inProcess: boolean,
): Promise<void> {
  const mirror = await mirrorOf(desk)
  const { out, err } = await fresh(mirror, inProcess)
  // messages of Spectral name files by their whole paths
  await shown.expectAsPrinted({ out: out.replaceAll(mirror, folder), err }, when)
  await rm(mirror, { recursive: true })
}

it('shows after each step of a half hour what a new run of the command line finds', {
  timeout: 3_600_000,
}, async () => {
  const files = await shop()
  const folder = await project(files)
  const server = new ServerProcess(folder)
  try {
    const workspaceFolders = [{ uri: server.folder, name: 'shop' }]
    await server.request('initialize', {
      processId: null,
      rootUri: null,
      capabilities: EDITORS['VS Code'],
      workspaceFolders,
    })
    server.notify('initialized', {})
    const desk = new Desk(server, folder, files)
    const shown = new Shown(server, desk)
    let nth = 0
    for (const step of halfHour(desk, SEED)) {
      if (nth === STEPS) break
      const when = `step ${nth}, seed ${SEED}`
      if (step.breaks || nth % EVERY === 0) await expectAsFresh(shown, desk, folder, when, nth % 100 >= EVERY)
      await step()
      nth++
    }
    expect(server.errors).toBe('')
  } finally {
    await server.kill()
  }
})
