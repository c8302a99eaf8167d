import type { At, Fix, Model, RuleReport, Schema } from '@specward/core'
import { joined } from '../edits.ts'
import { counted } from '../wording.ts'

/** Something that is wrong with a schema. */
export interface Fault {
  readonly schema: Schema | undefined
  readonly at: At
  /** Faults of one group have the same cause, and are told as one. */
  readonly group: string
  readonly message: string
  readonly fix?: Fix | undefined
  /** What it is about, where that is not the one place that it points at. */
  readonly covers?: readonly (At | string)[]
  /** The fault by its meaning, where the name of the group holds more than that. */
  readonly kind?: string
}

/** Places that are named beside the first. */
const MOST_RELATED = 50

/** Tells each group once, at its first place, with the others beside it. */
export function tellGroups(
  faults: readonly Fault[],
  report: (finding: RuleReport) => void,
  noun = 'place',
): void {
  const groups = new Map<string, Fault[]>()
  for (const fault of faults) {
    const known = groups.get(fault.group)
    if (known) known.push(fault)
    else groups.set(fault.group, [fault])
  }
  for (const [group, all] of groups) {
    const [first, ...others] = onceForEachPlace(all)
    if (!first) continue
    const more = others.length === 0 ? '' : ` The same holds for ${counted(others.length, `other ${noun}`)}.`
    const fix = joined(all.map((fault) => fault.fix))
    report({
      at: first.at,
      covers: all.flatMap(({ at, covers }) => covers ?? [at]),
      message: `${first.message}${more}`,
      discriminator: first.kind ?? group,
      related: others.slice(0, MOST_RELATED).map(({ at }) => ({ at, message: 'Here as well' })),
      operations: operationsOf(all),
      ...(fix === undefined ? {} : { fix }),
    })
  }
}

/** What stands at one place may be at fault for several schemas. */
function onceForEachPlace(faults: readonly Fault[]): Iterable<Fault> {
  const places = new Map<At, Fault>()
  for (const fault of faults) if (!places.has(fault.at)) places.set(fault.at, fault)
  return places.values()
}

function operationsOf(faults: readonly Fault[]): readonly string[] {
  const labels = new Set<string>()
  for (const { schema } of faults) {
    for (const { operation } of schema?.uses ?? []) labels.add(operation.label)
  }
  return [...labels].sort()
}

/** Whether a schema could have one of some keywords, of its own or through others that hold as well. */
export function mayHave({ written, node }: Schema, keywords: ReadonlySet<string>): boolean {
  if (written !== node) return true
  for (const key in written.value as object) if (key === 'allOf' || keywords.has(key)) return true
  return false
}

/** All schemas that could. */
export function* schemasWith(model: Model, keywords: ReadonlySet<string>): Generator<Schema> {
  for (const schema of model.select('schema')) if (mayHave(schema, keywords)) yield schema
}
