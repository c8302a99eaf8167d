import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { intoFolder, reportsIn, startThread } from './fleet.ts'
import { temporaryFolder } from './project.ts'
import { type Printed, runIn } from './run-in.ts'

export const bin = fileURLToPath(new URL('../packages/cli/bin/specward.js', import.meta.url))

export function specward(cwd: string, args: readonly string[], node: readonly string[] = []): Printed {
  const { NO_COLOR, FORCE_COLOR, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, bin, ...args], {
    cwd,
    encoding: 'utf8',
    env,
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: status ?? -1, out: stdout, err: stderr }
}

/** Runs `lint` or `merge` in the process of the test, or as it was built, with a report in every format. */
export async function reported(
  cwd: string,
  command: readonly string[],
  run: (cwd: string, args: readonly string[]) => Printed | Promise<Printed> = runIn,
) {
  const folder = await temporaryFolder()
  const printed = await run(cwd, [...command, ...intoFolder(folder)])
  return { ...printed, reports: await reportsIn(folder) }
}

export const onThreads = (cwd: string, args: readonly string[]) =>
  runIn(cwd, [...args, '--jobs', '3'], undefined, { startThread })

export async function inShards(
  cwd: string,
  judging: readonly string[],
  telling: readonly string[],
  of: number,
) {
  const shards = await temporaryFolder()
  for (let index = 1; index <= of; index++) {
    const shard = ['--shard', `${index}/${of}`, '--output', join(shards, `${index}.json`)]
    expect(await runIn(cwd, ['lint', ...judging, ...shard])).toEqual({ code: 0, out: '', err: '' })
  }
  return reported(cwd, ['merge', shards, ...telling])
}
