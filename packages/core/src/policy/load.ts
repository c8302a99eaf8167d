import { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import { Checker, quote } from './checker.ts'
import { policyDigest } from './digest.ts'
import { activeRules, bareName, EMPTY_LAYER, type Layer, overlay, presetLayer } from './layers.ts'
import type { ConfigurationError, Policy } from './policy.ts'
import { type ReadLayer, readLayer } from './read-layer.ts'
import type { Preset, Registry } from './rule.ts'
import { didYouMean, nearest } from './suggest.ts'
import { DEFAULT_PRESETS, PRESET_PREFIX } from './words.ts'

export interface PolicyRequest {
  /** `specward.yaml` as `source` read it; undefined when there is none. */
  readonly file: SourceFile | undefined
  readonly registry: Registry
  /** Names of presets, with or without `specward:`, in place of those that the file extends. */
  readonly presets?: readonly string[] | undefined
  /** Version of the tool: part of the digest. */
  readonly version: string
  /** Lower-case hexadecimal SHA-256. */
  sha256(text: string): string
}

export type PolicyResult = { readonly policy: Policy } | { readonly errors: readonly ConfigurationError[] }

/**
 * Reads, checks and merges a policy: presets in order, then what the file says itself. Either everything in the
 * file was understood, or all that was not is returned at once, in the order of the text.
 */
export function loadPolicy(request: PolicyRequest): PolicyResult {
  const errors: ConfigurationError[] = [...registryErrors(request.registry)]
  const known = new Map(request.registry.presets.map((preset) => [bareName(preset.name), preset]))
  const check = request.file && new Checker(request.file)
  const own = check && readFile(check, request.registry)
  const presets = choosePresets(request.presets, check, own, known, errors)
  const layer = [...presets.map(presetLayer), own?.layer ?? EMPTY_LAYER].reduce(overlay)
  if (check) {
    if (own) checkSeverities(check, own.layer, layer)
    errors.push(...check.errors)
  }
  if (errors.length > 0) return { errors }
  const rules = activeRules(layer, request.registry)
  const names = presets.map((preset) => PRESET_PREFIX + bareName(preset.name))
  return {
    policy: {
      rules,
      facts: layer.facts,
      refHosts: layer.refHosts,
      problems: layer.problems,
      sources: request.file ? [...names, request.file.uri] : names,
      failOn: layer.failOn,
      digest: policyDigest(rules, layer, request.version, (text) => request.sha256(text)),
    },
  }
}

/** The layer of a file; an empty file says nothing, and one that could not be read is reported. */
function readFile(check: Checker, registry: Registry): ReadLayer | undefined {
  const file = check.file
  const problems = file.problems.filter((problem) => problem.code !== 'file-empty')
  for (const problem of problems) check.failAt(problem.span?.start, problem.message)
  if (problems.length > 0 || file.value === undefined || file.value === null) return undefined
  for (const { key, again, first } of file.duplicateKeys) {
    const line = file.position(first.start).line
    check.failAt(
      again.start,
      `The key ${quote(key)} stands here a second time; it is already on line ${line}.`,
    )
  }
  return readLayer(check, new Node(file, undefined, '', file.value), registry)
}

/** The presets to build on, in order: those that were asked for, else those that the file extends. */
function choosePresets(
  asked: readonly string[] | undefined,
  check: Checker | undefined,
  own: ReadLayer | undefined,
  known: ReadonlyMap<string, Preset>,
  errors: ConfigurationError[],
): readonly Preset[] {
  const names = [...known.keys()]
  const extended = check && own?.extends?.flatMap((node) => readPreset(check, node, known) ?? [])
  if (!asked) return extended ?? DEFAULT_PRESETS.flatMap((name) => known.get(name) ?? [])
  return asked.flatMap((name) => {
    const preset = known.get(bareName(name))
    if (preset) return preset
    errors.push({ message: `Unknown preset ${quote(name)}.${didYouMean(bareName(name), names)}` })
    return []
  })
}

function readPreset(check: Checker, node: Node, known: ReadonlyMap<string, Preset>): Preset | undefined {
  const name = check.text(node, 'An item of `extends`')
  if (name === undefined) return undefined
  const preset = known.get(bareName(name))
  if (preset && name.startsWith(PRESET_PREFIX)) return preset
  const meant = preset ? bareName(preset.name) : nearest(bareName(name), known.keys())
  const all = [...known.keys()].map((each) => `\`${PRESET_PREFIX}${each}\``).join(', ')
  if (meant !== undefined) {
    check.fail(node, `Unknown preset ${quote(name)}. Did you mean \`${PRESET_PREFIX}${meant}\`?`)
  } else if (name.startsWith(PRESET_PREFIX)) {
    check.fail(node, `Unknown preset ${quote(name)}. Known: ${all}.`)
  } else {
    check.fail(node, `${quote(name)} cannot be extended: \`extends\` takes presets, which are ${all}.`)
  }
  return undefined
}

/** A rule that is given options and is off by silence is a mistake: the author means it to run. */
function checkSeverities(check: Checker, own: Layer, merged: Layer): void {
  const rules = new Node(check.file, undefined, '', check.file.value).child('rules')
  for (const [id, setting] of own.rules) {
    const node = rules?.child(id)
    if (node && setting.level === undefined && merged.rules.get(id)?.level === undefined) {
      check.fail({ node, part: 'key' }, `\`${id}\` is in none of the presets in use; give it a \`severity\`.`)
    }
  }
}

function registryErrors(registry: Registry): readonly ConfigurationError[] {
  const errors: ConfigurationError[] = []
  const seen = new Map<string, string>()
  for (const { rule, category } of registry.rules) {
    const before = seen.get(rule.id)
    if (before !== undefined) {
      errors.push({ message: `The rule \`${rule.id}\` is defined twice: in ${before} and in ${category}.` })
    }
    seen.set(rule.id, category)
  }
  for (const preset of registry.presets) {
    const lost = Object.keys(preset.rules).filter((id) => !seen.has(id))
    for (const id of lost) {
      errors.push({
        message: `The preset \`${preset.name}\` names the rule \`${id}\`, which does not exist.`,
      })
    }
  }
  return errors
}
