import type { DocumentRequest } from '@specward/core'
import { createAnswers } from '../packages/cli/src/fleet/answer.ts'
import type { JudgeSetup } from '../packages/cli/src/fleet/setup.ts'
import { type Io, nodeIo } from '../packages/cli/src/io.ts'

const machine = nodeIo()

/** Threads in the process of the test: what they are told and what they say goes through the same copying. */
export const startThread: Io['startThread'] = (data, _, events) => {
  const answering = createAnswers(structuredClone(data) as JudgeSetup, machine)
  answering.then(() => events.ready())
  let isOpen = true
  return {
    async send(message) {
      const answer = await (await answering)(structuredClone(message) as DocumentRequest)
      if (isOpen) events.message(structuredClone(answer))
    },
    close() {
      isOpen = false
    },
    end() {
      isOpen = false
    },
  }
}

/** Options that are about the report, and whether a value follows. */
const OF_REPORT: Readonly<Record<string, boolean>> = {
  '--format': true,
  '-f': true,
  '--output': true,
  '-o': true,
  '--fail-on': true,
  '--base': true,
  '--no-baseline': false,
  '--quiet': false,
  '-q': false,
  '--verbose': false,
  '--no-color': false,
}

/** Options that both `lint --shard` and `merge` have to be given. */
const OF_BOTH: Readonly<Record<string, boolean>> = {
  '--ruleset': true,
  '-r': true,
  '--allow-scripts': false,
}

/** The options of a `lint`, for shards and for what merges them. */
export function partedOptions(args: readonly string[]): {
  readonly shard: readonly string[]
  readonly merge: readonly string[]
} {
  const [shard, merge]: [string[], string[]] = [[], []]
  const [, ...rest] = args
  while (rest.length > 0) {
    const [arg = ''] = rest
    const takes = OF_REPORT[arg] ?? OF_BOTH[arg]
    const part = rest.splice(0, takes ? 2 : 1)
    if (OF_REPORT[arg] === undefined) shard.push(...part)
    if (OF_REPORT[arg] !== undefined || OF_BOTH[arg] !== undefined) merge.push(...part)
  }
  return { shard, merge }
}
