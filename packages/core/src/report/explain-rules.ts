import type { Configuration } from '../policy/configuration.ts'
import { breaksFloor, type RuleState } from '../policy/fold.ts'
import { withDefaults } from '../policy/options.ts'
import type { RegisteredRule, Severity } from '../policy/rule.ts'
import { coversFile } from '../policy/scope.ts'
import { compareText } from '../settle/order.ts'
import { toPointer } from '../source/node.ts'
import type { ExplainedPlaces } from './explain-places.ts'
import type { ExplainedRule } from './explained.ts'

/** Every rule with its severity and options, and where they come from. */
export function explainRules(
  configuration: Configuration,
  document: string | undefined,
  places: ExplainedPlaces,
): readonly ExplainedRule[] {
  const { registry, enforced } = configuration.parts
  const states = configuration.rulesFor(configuration.scopesFor(document))
  return registry.rules
    .map((registered): ExplainedRule => {
      const { id } = registered.rule
      const state = states.get(id)
      const levels = (state?.levels ?? []).map((each) => ({ ...each, value: each.level }))
      const lockedAt = enforced.lockedAt.get(id)
      return {
        id,
        category: registered.category,
        ...places.last<Severity | 'off'>(levels, 'off'),
        options: explainOptions(registered, state, places),
        locked: lockedAt ? places.of(lockedAt) : null,
        places: explainPlaces(configuration, id, state, document, places),
      }
    })
    .sort((a, b) => compareText(a.id, b.id))
}

function explainOptions(
  { rule }: RegisteredRule,
  state: RuleState | undefined,
  places: ExplainedPlaces,
): ExplainedRule['options'] {
  return Object.entries(withDefaults(rule, {})).map(([name, byDefault]) => {
    const said = state?.options.get(name) ?? []
    const { value, from, before } = places.last(said, byDefault)
    const first = said.length > 0 ? [{ value: byDefault, from: null }] : []
    return { name, value, from, before: [...first, ...before] }
  })
}

/** Overrides for places, but for those that a lock of a later file has cancelled. */
function explainPlaces(
  configuration: Configuration,
  id: string,
  state: RuleState | undefined,
  document: string | undefined,
  places: ExplainedPlaces,
): ExplainedRule['places'] {
  const { statements, enforced } = configuration.parts
  return statements.flatMap((each) => {
    if (each.kind !== 'level' || each.rule !== id || !each.scope?.pointers) return []
    if (document !== undefined && !coversFile(each.scope, document)) return []
    if (!enforced.excused.has(each) && breaksFloor(state, each)) return []
    const { pointers, files } = each.scope
    return [
      {
        pointers: pointers.map(toPointer),
        files: files ?? null,
        value: each.level,
        from: places.of(each.origin, each.scope),
      },
    ]
  })
}
