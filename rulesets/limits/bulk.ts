import { type Schema, tokens } from '@specward/core'
import { openLists } from './bounds.ts'
import type { Input } from './inputs.ts'

const MUTATING: ReadonlySet<string> = new Set(['post', 'put', 'patch', 'delete'])

/** Words by which an operation says that it does many things at once. */
const MANY: ReadonlySet<string> = new Set(['bulk', 'batch', 'mass', 'multiple'])

/** Properties of a body that is there for its list; with more, it is one thing that has a list among others. */
const MOST_SIBLINGS = 4

/** The lists of which each item makes the operation do its work once more, where nothing says how many there can be. */
export function openBulks(input: Input): readonly Schema[] {
  const { operation, parameter } = input
  if (parameter || !MUTATING.has(operation.method) || operation.classes.has('read')) return []
  if (!isPrimary(input) || isPatch(input)) return []
  return openLists(input.schema)
}

function isPrimary({ relation, holder, operation, schema }: Input): boolean {
  if (relation === 'start') return true
  if (relation !== 'property' || holder?.relation !== 'start') return false
  const siblings = holder.schema.properties.filter(({ readOnly }) => !readOnly)
  if (siblings.length === 1) return true
  const lists = siblings.filter((each) => openLists(each.schema).length > 0)
  const [list] = lists
  if (lists.length !== 1 || list?.schema !== schema || !saysMany(operation)) return false
  return siblings.length <= MOST_SIBLINGS
}

function saysMany({ path, operationId = '', summary = '' }: Input['operation']): boolean {
  return [path, operationId, summary].some((text) => tokens(text).some((word) => MANY.has(word)))
}

/** Steps on one thing, as JSON Patch (RFC 6902, section 4) and SCIM (RFC 7644, section 3.5.2) have them. */
function isPatch({ mediaType, schema }: Input): boolean {
  if (mediaType === 'application/json-patch+json') return true
  const names = new Set(schema.items?.properties.map(({ name }) => name))
  return names.has('op') && names.has('path')
}
