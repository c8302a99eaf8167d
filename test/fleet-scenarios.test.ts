import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { partedOptions, startThread } from './fleet.ts'
import { temporaryFolder } from './project.ts'
import { type Printed, runIn } from './run-in.ts'
import { layOut, parseScenario, type Scenario } from './scenario.ts'

// Every scenario of `lint` once more: on threads, with a cache, and in shards. What is printed is the same.

const folder = fileURLToPath(new URL('scenarios', import.meta.url))

/** What a scenario does that is no matter of judging, or that shards have no part in. */
const WITHOUT_SHARDS = /^(--fix.*|-|--stdin-filename|--timing)$/

const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith('.scenario'))
  .map((name) => ({
    name: name.replace('.scenario', '').replaceAll('-', ' '),
    scenario: parseScenario(readFileSync(join(folder, name), 'utf8')),
  }))
  .filter(({ scenario: { args } }) => args[0] === 'lint' && !args.some((arg) => /^--fix/.test(arg)))

async function laidOut(scenario: Scenario): Promise<string> {
  const cwd = join(await temporaryFolder(), 'project')
  await layOut(scenario, cwd)
  return cwd
}

function printed({ code, out, err }: Printed): string {
  return `${out}${err === '' ? '' : `-- stderr --\n${err}`}-- exit ${code} --\n`
}

describe.each(scenarios)('$name', ({ scenario }) => {
  const { args, stdin, expected } = scenario

  it('on threads', async () => {
    const cwd = await laidOut(scenario)
    expect(printed(await runIn(cwd, [...args, '--jobs', '2'], stdin, { startThread }))).toBe(expected)
  })

  it('with a cold cache and a warm one', async () => {
    const cwd = await laidOut(scenario)
    const cached = [...args, '--cache-location', join(cwd, '../cache')]
    for (const _ of ['cold', 'warm']) expect(printed(await runIn(cwd, cached, stdin))).toBe(expected)
  })

  it.skipIf(args.some((arg) => WITHOUT_SHARDS.test(arg)))('in shards', async () => {
    const cwd = await laidOut(scenario)
    const { shard, merge } = partedOptions(args)
    for (const index of [1, 2]) {
      const output = join(cwd, `../${index}.json`)
      const result = await runIn(cwd, ['lint', ...shard, '--shard', `${index}/2`, '--output', output])
      if (result.code === 0) continue
      // nothing that a report would say goes before that
      expect(printed(result)).toBe(expected)
      return
    }
    const files = [1, 2].map((index) => join(cwd, `../${index}.json`))
    expect(printed(await runIn(cwd, ['merge', ...files, ...merge]))).toBe(expected)
  })
})
