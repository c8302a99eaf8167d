import {
  type Catalogue,
  type Control,
  didYouMean,
  jsonText,
  mappingsOf,
  rowTally,
  type Severity,
} from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { controlList, controlText, frameworkText, rowsText } from '../control-text.ts'
import type { Io } from '../io.ts'
import { oneOf, UsageError } from '../usage.ts'
import { policyHere } from './explain.ts'

export interface ControlsOptions {
  readonly format: string
  readonly framework?: string
  readonly rows?: boolean
  readonly config?: string
}

/** Lists the controls, the rows of a review, or the items of a framework, or shows one control. Returns the exit code. */
export async function controlsCommand(
  id: string | undefined,
  options: ControlsOptions,
  io: Io,
  version: string,
): Promise<number> {
  const format = oneOf('--format', options.format, ['text', 'json'])
  const asked = [id && 'a control', options.framework && '`--framework`', options.rows && '`--rows`']
  const [first, second] = asked.filter(Boolean)
  if (second) throw new UsageError(`Give ${first} or ${second}, not both.`)
  const catalogue = await loadCatalogue()
  const print = (value: object, text: () => string): number => {
    io.out(format === 'json' ? jsonText({ version: 1, ...value }) : text())
    return 0
  }
  if (id !== undefined) {
    const control = controlNamed(id, catalogue)
    const levels = await levelsHere(options, io, version)
    if (!levels) return 2
    return print({ control: described(control, catalogue, levels) }, () =>
      controlText(control, catalogue, levels, titles()),
    )
  }
  if (options.framework !== undefined) {
    const ids = catalogue.frameworks.map((framework) => framework.id)
    const name = oneOf('--framework', options.framework, ids)
    const framework = catalogue.frameworks.find((each) => each.id === name)
    if (framework) return print({ framework }, () => frameworkText(framework, catalogue))
  }
  if (options.rows) return print({ rows: rowsOf(catalogue) }, () => rowsText(catalogue))
  const { controls } = catalogue
  return print({ catalogue: { id: catalogue.id, version: catalogue.version }, controls }, () =>
    controlList(catalogue),
  )
}

/** A control by its id, in any case. */
function controlNamed(id: string, { controls }: Catalogue): Control {
  const found = controls.find((control) => control.id === id.toUpperCase())
  if (found) return found
  const ids = controls.map((control) => control.id)
  const hint = didYouMean(id, ids) || ' `specward controls` lists them all.'
  throw new UsageError(`There is no control \`${id}\`.${hint}`)
}

/** Severities of the policy for the working directory, by rule; undefined, and printed, where it is wrong. */
async function levelsHere(
  { config }: ControlsOptions,
  io: Io,
  version: string,
): Promise<ReadonlyMap<string, Severity | 'off'> | undefined> {
  const policy = await policyHere(config === undefined ? {} : { config }, io, version)
  return policy && new Map(policy.explained.rules.map(({ id, value }) => [id, value]))
}

function titles(): ReadonlyMap<string, string> {
  return new Map(registry.rules.map(({ rule }) => [rule.id, rule.title]))
}

function described(
  control: Control,
  catalogue: Catalogue,
  levels: ReadonlyMap<string, Severity | 'off'>,
): object {
  return {
    ...control,
    rules: control.rules.map((rule) => ({ id: rule, severity: levels.get(rule) ?? 'off' })),
    mappings: mappingsOf(catalogue, control.id),
  }
}

function rowsOf(catalogue: Catalogue): readonly object[] {
  return catalogue.rows.map((row) => {
    const { description, both, person } = rowTally(catalogue, row.id)
    const ids = (controls: readonly Control[]) => controls.map(({ id }) => id)
    return {
      ...row,
      controls: { description: ids(description), both: ids(both), person: ids(person) },
      aside: ids(catalogue.controls.filter(({ aside }) => aside.includes(row.id))),
    }
  })
}
