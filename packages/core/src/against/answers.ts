import { ConfigurationFailure } from '../policy/configuration-failure.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import { relativeName } from '../settle/file-name.ts'
import type { Loader } from '../source/load.ts'
import type { Answer, Comparable, TreeBase } from './types.ts'

/** Controls that a notice names. */
const NAMED = 3

/** Tells of answers of people that the base has about the documents of a run, and that are there no longer. */
export async function answersGone(
  base: TreeBase,
  before: ReadonlyMap<string, Task>,
  loader: Loader,
  run: Comparable,
): Promise<readonly PolicyNotice[]> {
  const then = await answersOf([...before.values()], loader, run)
  if (then.length === 0) return []
  const now = new Set((await answersOf(run.tasks, run.loader, run)).map(keyOf))
  const gone = groups(then.filter((answer) => !now.has(keyOf(answer))))
  return [...gone].map(([uri, controls]) => {
    const ids = [...new Set(controls)].sort()
    const named = ids.slice(0, NAMED).map((id) => `\`${id}\``)
    const more = ids.length > named.length ? ` and ${ids.length - named.length} more` : ''
    const name = relativeName(run.workingDirectory, uri)
    const message = `Answers about \`${name}\` that ${base.name} has are there no longer: ${named.join(', ')}${more}. Their questions are open again.`
    return { code: 'softened-since-base', severity: 'warn', message, uri }
  })
}

function groups(answers: readonly Answer[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { document, control } of answers) {
    const known = found.get(document)
    if (known) known.push(control)
    else found.set(document, [control])
  }
  return found
}

/** Nothing where they cannot be read: of the base, that is its own fault, and of the run, it has ended before. */
async function answersOf(
  tasks: readonly Task[],
  loader: Loader,
  run: Comparable,
): Promise<readonly Answer[]> {
  try {
    return await run.answers(tasks, loader)
  } catch (error) {
    if (error instanceof ConfigurationFailure) return []
    throw error
  }
}

function keyOf({ document, control, operations }: Answer): string {
  return JSON.stringify([document, control, operations ?? null])
}
