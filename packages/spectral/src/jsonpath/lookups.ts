import type { Plan } from './plan.ts'
import type { Walk } from './types.ts'

/** Expressions that are looked up before anything is walked. */
export interface Lookup {
  readonly expression: number
  readonly plan: Extract<Plan, { kind: 'root' | 'fixed' | 'containers' }>
}

/** In the order of expressions; equal ones with other modifiers right after the first of them. */
export function inOrder(lookups: readonly Lookup[]): Lookup[] {
  const groups = new Map<string, Lookup[]>()
  for (const lookup of lookups) {
    const { plan, expression } = lookup
    const group = plan.kind === 'fixed' ? plan.group : `${plan.kind} ${expression}`
    const known = groups.get(group)
    if (known === undefined) groups.set(group, [lookup])
    else known.push(lookup)
  }
  return [...groups.values()].flat()
}

export function lookUp<L>({ expression, plan }: Lookup, walk: Walk<L>): void {
  const { root, rootLocation } = walk
  if (plan.kind !== 'fixed') {
    walk.match({ expression, value: root, path: [], location: rootLocation })
    return
  }
  const values: unknown[] = [root]
  const locations: L[] = [rootLocation]
  let value = root
  let location = rootLocation
  for (const name of plan.names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return
    const child: unknown = Reflect.get(value, name)
    if (child === undefined) return
    location = walk.enter(location, value, name, child)
    value = child
    values.push(value)
    locations.push(location)
  }
  const depth = plan.names.length - plan.parents
  const path = plan.names.slice(0, depth)
  const at = locations[depth]
  if (at === undefined && depth >= locations.length) return
  walk.match({ expression, value: plan.keyed ? path.at(-1) : values[depth], path, location: at as L })
}
