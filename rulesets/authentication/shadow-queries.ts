import type { At, Operation, Parameter } from '@specward/core'
import { counted } from '../wording.ts'
import { isMeantForAnyone } from './anonymous.ts'

/** "Authentication token", "Vestorly Auth Token". */
const SAID = /\b(?:auth(?:entication|orization)?|access|session|bearer) tokens?\b/i

const NAMED = /(?:token|auth|session)$/i

/**
 * Query parameters that only their descriptions call a credential, each name once. Those that are credentials by name
 * are judged by the rules about URLs.
 */
export function queriesIn(parameters: readonly Parameter[]): readonly { at: At; because: string }[] {
  const found = new Map<string, { readonly first: Parameter; readonly operations: Set<Operation> }>()
  for (const parameter of parameters) {
    if (parameter.in !== 'query' || !NAMED.test(parameter.name)) continue
    if (parameter.fields.some(({ sensitivity }) => sensitivity?.confidence === 'certain')) continue
    if (!SAID.test(parameter.node.child('description')?.string ?? '')) continue
    const operations = parameter.operations.filter((operation) => isShadowed(operation, parameter))
    if (operations.length === 0) continue
    const known = found.get(parameter.name) ?? { first: parameter, operations: new Set<Operation>() }
    found.set(parameter.name, known)
    for (const operation of operations) known.operations.add(operation)
  }
  return [...found].map(([name, { first, operations }]) => ({
    at: first.node.child('name') ?? first.node,
    because: `${counted(operations.size, 'operation')} ${operations.size === 1 ? 'takes' : 'take'} \`${name}\` in the query, which its description calls a credential: if callers authenticate by it, declare it as a security scheme`,
  }))
}

function isShadowed(operation: Operation, { name }: Parameter): boolean {
  if (operation.kind !== 'http' || isMeantForAnyone(operation)) return false
  return !operation.security.alternatives.some(({ requirements }) =>
    requirements.some(({ scheme }) => !scheme || (scheme.in === 'query' && scheme.parameterName === name)),
  )
}
