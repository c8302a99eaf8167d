import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const specward = fileURLToPath(new URL('../../packages/cli/bin/specward.js', import.meta.url))

export interface Ended {
  /** Null of a process that a signal has ended. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly process: ChildProcessByStdio<null, Readable, Readable>
  readonly ended: Promise<Ended>
}

/** Starts the executable in a folder. */
export function start(folder: string, args: readonly string[], via: readonly string[] = []): Running {
  const [program = process.execPath, ...rest] = [...via, process.execPath, specward, ...args]
  const child = spawn(program, rest, {
    cwd: folder,
    env: { ...process.env, CI: undefined, GITHUB_ACTIONS: undefined, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = new Promise<Pick<Ended, 'code' | 'signal'>>((done) => {
    child.on('close', (code, signal) => done({ code, signal }))
  })
  const ended = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(([how, out, err]) => ({
    ...how,
    out,
    err,
  }))
  return { process: child, ended }
}

/** Runs a line of the shell, in which `$specward` stands for the executable. */
export function shell(folder: string, line: string): Promise<Ended> {
  const command = `'${process.execPath}' '${specward}'`
  return start(folder, [], ['bash', '-c', `${line.replaceAll('$specward', () => command)}`, '--']).ended
}
