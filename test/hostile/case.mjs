// A hostile case, and how it is run.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * @typedef {object} Case
 * @property {string} name what is hostile about it
 * @property {() => Record<string, string | Uint8Array | readonly string[] | { readonly linkTo: string }>} files by name; lists
 * are written one after the other
 * @property {string[]} [args] what is judged; by default the first file
 * @property {Expected} expected
 * @property {string} [ruleset] a file that Spectral takes as its ruleset
 * @property {readonly string[]} [secret] what no output may tell, because it stands where the document has no business
 * @property {readonly string[]} [forged] what no output may hold, because the document has put it there
 * @property {false} [peers] why peers are not asked: they have no such thing
 * @property {true} [heavy] takes seconds, so that the tests leave it out; `SPECWARD_HOSTILE=all` runs it
 *
 * @typedef {object} Expected
 * @property {number} exit
 * @property {string} [code] of a problem that has to be there
 * @property {string} [at] where that is: `file:line:column`
 * @property {readonly string[]} [only] all codes of problems; by default the one of `code`, or none
 * @property {RegExp} [says] in the message of that problem, or on standard error
 * @property {boolean} [sees] whether the open write of the document has to be found; by default where nothing is wrong
 */

/** Milliseconds that a process may take. */
export const WALL_MS = 60_000

/** Megabytes of heap that a process may have, as Node has by default on a machine with 4 GB. */
export const HEAP_MB = 2_048

/** Writes the files of a case into a folder that is the root of a project, and does something with it. */
export async function inFolder({ files }, work) {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  try {
    mkdirSync(join(folder, '.git'))
    const names = []
    for (const [name, content] of Object.entries(files())) {
      names.push(name)
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      if (content.linkTo) symlinkSync(content.linkTo, join(folder, name))
      else writeFileSync(join(folder, name), Array.isArray(content) ? content.join('') : content)
    }
    return await work(folder, names)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Runs a script of Node until it ends or its time is up.
 * @returns {Promise<{ code: number | null, signal: string | null, out: string, err: string, seconds: number, megabytes: number }>}
 */
export function run(script, args, { cwd, wall = WALL_MS, heap = HEAP_MB, env = {} }) {
  return new Promise((done) => {
    const start = performance.now()
    const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, script, ...args], {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let megabytes = 0
    const out = []
    const err = []
    child.stdout.on('data', (chunk) => void out.push(chunk))
    child.stderr.on('data', (chunk) => void err.push(chunk))
    const watching = setInterval(() => {
      megabytes = Math.max(megabytes, peakOf(child.pid))
      if (performance.now() - start > wall) child.kill('SIGKILL')
    }, 50)
    child.on('close', (code, signal) => {
      clearInterval(watching)
      const seconds = (performance.now() - start) / 1000
      done({ code, signal, out: textOf(out), err: textOf(err), seconds, megabytes })
    })
  })
}

/** Of a long output the beginning and the end. */
function textOf(chunks) {
  const all = Buffer.concat(chunks)
  return all.length < 256 * 1024 * 1024 ? all.toString('utf8') : all.subarray(0, 1024 * 1024).toString('utf8')
}

/** Peak of what a process holds in memory, in megabytes; 0 where the system does not tell. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
