import type { Operation, SecurityScheme } from '@specward/core'
import type { Teller } from './hover-text.ts'
import { type Block, firstOf, joined, type Line } from './words.ts'

const MOST_OPERATIONS = 8
const MOST_SCOPES = 12

/** Of which type a security scheme is, where its credential travels, and which operations use it. */
export function schemeBlocks(name: string, scheme: SecurityScheme, teller: Teller): readonly Block[] {
  const { type, deprecated, node, operations } = scheme
  const line = teller.lineOf(node)
  const description = node.child('description')?.string
  return [
    {
      line: [
        { strong: [{ code: name }] },
        ' · security scheme ',
        { code: type },
        ...(deprecated ? [' · deprecated'] : []),
        ...(line ? [' · ', line] : []),
      ],
    },
    ...(description ? [{ line: [{ said: description }] }] : []),
    { line: travelLine(scheme) },
    ...scopeBlocks(scheme),
    ...usedBlocks(operations),
  ]
}

function travelLine(scheme: SecurityScheme): Line {
  const { type, in: place, parameterName, httpScheme, sendsSecret } = scheme
  if (type === 'apiKey' || type === 'httpApiKey') {
    const name: Line = parameterName === undefined ? [] : [' ', { code: parameterName }]
    return ['A key travels in the ', { said: place ?? 'request' }, ...name, '.']
  }
  if (type === 'http' && httpScheme === 'basic')
    return ['User name and password travel in the header ', { code: 'Authorization' }, '.']
  if (type === 'http' && sendsSecret)
    return [
      'A token travels in the header ',
      { code: 'Authorization' },
      ' (',
      { said: httpScheme ?? '' },
      ').',
    ]
  if (type === 'oauth2' || type === 'openIdConnect')
    return ['An access token travels in the header ', { code: 'Authorization' }, '.']
  if (!sendsSecret) return ['It proves who calls without sending a secret.']
  return ['A secret travels when the connection is made.']
}

function scopeBlocks({ flows }: SecurityScheme): readonly Block[] {
  if (flows.length === 0) return []
  const lines = flows.map(({ kind, scopes }): Line => {
    const names = firstOf(scopes, MOST_SCOPES, ({ name }) => [{ code: name }])
    return [{ said: kind }, ...(names.length > 0 ? [': ', ...joined(names, ', ')] : [', without scopes'])]
  })
  return [{ line: ['Flows:'] }, { list: lines }]
}

/** Which operations use something, and how many. */
export function usedBlocks(operations: readonly Operation[]): readonly Block[] {
  if (operations.length === 0) return [{ line: ['No operation uses it.'] }]
  const number =
    operations.length === 1 ? 'One operation uses it:' : `${operations.length} operations use it:`
  return [
    { line: [number] },
    { list: firstOf(operations, MOST_OPERATIONS, ({ label }) => [{ code: label }]) },
  ]
}
