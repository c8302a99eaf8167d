// Several tools on the same descriptions, one after the other and again, so that each meets the machine in the same moods.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure, summary } from './measure.mjs'
import { TOOLS } from './tools.mjs'

/** Bytes from which a slow tool runs once. */
const ONCE_FROM = 200_000

/**
 * Medians of what each tool took, and how many findings it wrote.
 * @param {{ files: string[], bytes: number }} what
 * @param {string[]} names of tools
 * @param {{ runs: number, limit: number }} how
 */
export function compare({ files, bytes }, names, { runs, limit }) {
  const taken = new Map(names.map((name) => [name, []]))
  const found = new Map()
  for (let round = 0; round < runs; round += 1) {
    for (const name of names) {
      const isOnce = TOOLS[name].isSlow && bytes > ONCE_FROM
      if (isOnce && round > 0) continue
      const { measured, findings } = runOf(TOOLS[name], files, limit)
      taken.get(name).push(measured)
      found.set(name, findings)
    }
  }
  return names.map((name) => ({
    tool: name,
    runs: taken.get(name).length,
    findings: found.get(name),
    ...summary(taken.get(name)),
  }))
}

/**
 * One run of a tool.
 * @param {import('./tools.mjs').Tool} tool
 */
export function runOf(tool, files, limit) {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
  const output = join(scratch, 'written')
  try {
    const { flags, env } = tool
    const measured = measure(tool.args(files), { flags, env, output, limit })
    return { measured, findings: measured.isEnded ? undefined : tool.count(readFileSync(output, 'utf8')) }
  } finally {
    rmSync(scratch, { recursive: true })
  }
}
