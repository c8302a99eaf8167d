import { isObject } from '../json.ts'
import type { Example } from '../policy/rule.ts'
import { parseSource } from '../source/parse.ts'
import type { Format } from '../spec/format.ts'

const INFO_LINE = 'info: { title: Example, version: 1.0.0 }'

/** What a description of each format begins with. */
const VERSION_LINES: Readonly<Record<Format, string>> = {
  oas2: "swagger: '2.0'",
  'oas3.0': 'openapi: 3.0.4',
  'oas3.1': 'openapi: 3.1.1',
  'oas3.2': 'openapi: 3.2.0',
  asyncapi2: 'asyncapi: 2.6.0',
  asyncapi3: 'asyncapi: 3.0.0',
  overlay1: 'overlay: 1.0.0',
  arazzo1: 'arazzo: 1.0.1',
}

/** Keys of which a description of the format needs one, and the line that stands in for it. */
const BODIES: Readonly<
  Record<Format, { readonly keys: readonly string[]; readonly line: string } | undefined>
> = {
  oas2: { keys: ['paths'], line: 'paths: {}' },
  'oas3.0': { keys: ['paths'], line: 'paths: {}' },
  'oas3.1': { keys: ['paths', 'webhooks', 'components'], line: 'paths: {}' },
  'oas3.2': { keys: ['paths', 'webhooks', 'components'], line: 'paths: {}' },
  asyncapi2: { keys: ['channels'], line: 'channels: {}' },
  asyncapi3: undefined,
  overlay1: { keys: ['actions'], line: 'actions: []' },
  arazzo1: { keys: ['workflows'], line: 'workflows: []' },
}

/**
 * Makes a whole description out of a fragment: the version, `info`, and `paths`, `channels` and the like are put in front
 * where the fragment has none at its root. The fragment itself stays as it is, so its spans keep their columns.
 */
export async function completeExample(example: Example): Promise<string> {
  const fragment = example.text.replace(/^\s*\n/u, '')
  const format = example.format ?? 'oas3.1'
  const { value } = await parseSource('file:///example/openapi.yaml', fragment)
  const has = (key: string) => isObject(value) && Object.hasOwn(value, key)
  const lines: string[] = []
  if (!['openapi', 'swagger', 'asyncapi', 'overlay', 'arazzo'].some(has)) lines.push(VERSION_LINES[format])
  if (!has('info')) lines.push(INFO_LINE)
  const body = BODIES[format]
  if (body && !body.keys.some(has)) lines.push(body.line)
  return isObject(value) && fragment.trimStart().startsWith('{')
    ? completeBraces(fragment, lines, Object.keys(value).length === 0)
    : [...lines, fragment].join('\n')
}

/** A line of the skeleton as JSON. */
function jsonOf(line: string): string {
  if (line === INFO_LINE) return '"info": { "title": "Example", "version": "1.0.0" }'
  const [key = '', value = ''] = line.split(': ')
  return `"${key}": ${value === '{}' || value === '[]' ? value : `"${value.replaceAll("'", '')}"`}`
}

/** Of JSON, what is put in front stands on the line of the first brace: the lines stay what they are. */
function completeBraces(fragment: string, lines: readonly string[], isEmpty: boolean): string {
  if (lines.length === 0) return fragment
  const added = lines.map((line) => jsonOf(line)).join(', ')
  return fragment.replace('{', () => `{ ${added}${isEmpty ? '' : ','}`)
}
