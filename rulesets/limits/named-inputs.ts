import { type Schema, tokens } from '@specward/core'
import { declaredTypes } from '../schemas/types.ts'
import type { Input } from './inputs.ts'
import { has, openWays } from './ways.ts'

/** Last words of names of what identifies something. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  ...['id', 'identifier', 'uuid', 'guid', 'uid', 'sid', 'slug', 'sku', 'ean', 'isbn', 'iban', 'bic', 'code'],
])

/** Words of path parameters that are a way through folders or an address, and those of texts that are free on purpose. */
const FREE: ReadonlySet<string> = new Set([
  ...[
    'path',
    'file',
    'filename',
    'folder',
    'directory',
    'dir',
    'object',
    'url',
    'uri',
    'query',
    'expression',
  ],
])

/** Last words of codes that are programs and not signs for something. */
const PROGRAMS: ReadonlySet<string> = new Set(['source', 'program', 'script', 'html', 'js'])

/** Whether the last word of a name is one of an identifier. */
export function namesIdentifier(name: string): boolean {
  return IDENTIFIERS.has(tokens(name).at(-1) ?? '')
}

/** Whether a value says which thing is meant: by its name, or because it stands in the path. */
export function isIdentifier({ name, parameter, relation }: Input): boolean {
  const words = tokens(name)
  if (parameter?.in === 'path' && relation === 'start') return !words.some((word) => FREE.has(word))
  const last = words.at(-1) ?? ''
  if (last === 'code' && PROGRAMS.has(words.at(-2) ?? '')) return false
  return namesIdentifier(name)
}

/** Identifiers that can be any text at all: the schema of the value, or those of its alternatives. */
export function openIdentifiers(input: Input): readonly Schema[] {
  if (!isIdentifier(input)) return []
  return openWays(input.schema, 'string', isRestricted)
}

function isRestricted(schema: Schema): boolean {
  const types = declaredTypes(schema)?.types
  return (types !== undefined && !types.has('string')) || has(schema, 'enum', 'const', 'pattern', 'format')
}
