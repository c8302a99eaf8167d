import type { PolicyNotice } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import { relativeName } from '../settle/file-name.ts'
import type { Compared } from './tree.ts'
import type { Comparable, TreeBase } from './types.ts'

/** Parts that a notice names. */
const NAMED = 3

/**
 * Tells of what belongs to the policy and cannot be had as it was in the base: scripts, which are run as they are now,
 * and packages, which git does not hold.
 */
export async function unseenPolicy(
  base: TreeBase,
  before: ReadonlyMap<string, Task>,
  compared: readonly Compared[],
  run: Comparable,
): Promise<readonly PolicyNotice[]> {
  const [scripts, packages] = [new Set<string>(), new Set<string>()]
  let isAlone = true
  const seen = new Map<string, Promise<Unseen>>()
  for (const { document, task, was } of compared) {
    const then = before.get(document.uri)
    if (!then) continue
    for (const uri of partsOf(task, then)) {
      const looking = seen.get(uri) ?? lookAt(uri, [task, then], base)
      seen.set(uri, looking)
      const found = await looking
      if (found === 'package') packages.add(uri)
      if (found !== 'script') continue
      scripts.add(uri)
      if (!was?.isSame) isAlone = false
    }
  }
  const nameOf = (uris: Iterable<string>) =>
    named([...uris].map((uri) => relativeName(run.workingDirectory, uri)))
  const notices: PolicyNotice[] = []
  const [script] = scripts
  if (script !== undefined) {
    const message = `Code of the policy is not what it is in ${base.name}: ${nameOf(scripts)}. It is run as it is now alone, so that nobody can tell what it does not find any more${isAlone ? '.' : ': change it in a change of its own, without descriptions.'}`
    notices.push({ code: 'softened-since-base', severity: isAlone ? 'warn' : 'error', message, uri: script })
  }
  const [first] = packages
  if (first !== undefined) {
    const message = `The policy is made from packages that may not be what they were in ${base.name}: ${nameOf(packages)}. Git does not hold them, so that nobody can tell whether they have been softened. A lock file that is committed and says the same for them would show that they have not.`
    notices.push({ code: 'base-incomplete', severity: 'warn', message, uri: configOf(run) })
  }
  return notices
}

/** Where packages are named: in a configuration, if there is any. */
function configOf({ tasks }: Comparable): string | undefined {
  return tasks.find(({ config }) => config !== undefined)?.config
}

type Unseen = 'script' | 'package' | undefined

/** URIs of what two policies are made from. */
function partsOf(task: Task, before: Task): ReadonlySet<string> {
  return new Set(
    [task, before].flatMap(({ policy: { sources, rulesets } }) => [
      ...sources,
      ...(rulesets?.loaded.sources ?? []),
      ...(rulesets?.loaded.scripts?.keys() ?? []),
    ]),
  )
}

async function lookAt(uri: string, tasks: readonly Task[], base: TreeBase): Promise<Unseen> {
  const installed = await base.installed(uri)
  if (installed !== undefined) return installed === 'same' ? undefined : 'package'
  const now = tasks.flatMap(({ policy }) => policy.rulesets?.loaded.scripts?.get(uri) ?? [])[0]
  if (now === undefined || !base.holds(uri)) return undefined
  const read = await base.host.read(uri)
  if ('error' in read) return undefined
  const then = 'text' in read ? read.text : new TextDecoder().decode(read.bytes)
  return plain(then) === plain(now) ? undefined : 'script'
}

/** Git may check files out with other line ends. */
function plain(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

function named(names: readonly string[]): string {
  const sorted = names.toSorted()
  const told = sorted.slice(0, NAMED).map((name) => `\`${name}\``)
  const more = sorted.length > told.length ? ` and ${sorted.length - told.length} more` : ''
  return `${told.join(', ')}${more}`
}
