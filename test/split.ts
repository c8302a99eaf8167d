import { isMap, isSeq, parseDocument, stringify, visit, type Node as YamlNode } from 'yaml'
import { REFERABLE_SECTIONS } from './sections.ts'

type Json = Record<string, unknown>

const MAIN = 'api.yaml'
const PARTS = 'parts.yaml'

/** Sections of `components` (or of the root, in OpenAPI 2.0) whose entries may be references. */
const REFERABLE: ReadonlySet<string> = new Set([...REFERABLE_SECTIONS, 'definitions'])

/**
 * The same description in two files: every component, path item, webhook and channel that may be a reference has
 * moved to `parts.yaml`, and stands in `api.yaml` as a `$ref`.
 * @returns the texts by name
 */
export function splitOverFiles(text: string): ReadonlyMap<string, string> {
  const main = parseDocument(text).toJS() as Json
  const parts: Json = {}
  const move = (holder: unknown, section: string, into: string) => {
    const entries = (holder as Json | undefined)?.[section]
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) return
    for (const [key, value] of Object.entries(entries)) {
      if (key.startsWith('x-') || typeof value !== 'object' || value === null || '$ref' in value) continue
      const target = (parts[into] ?? {}) as Json
      parts[into] = target
      target[key] = value
      ;(entries as Json)[key] = { $ref: `${PARTS}#/${into}/${escaped(key)}` }
    }
  }
  const isVersion2 = 'swagger' in main || String(main.asyncapi).startsWith('2')
  for (const section of REFERABLE) move(main.components, section, section)
  if ('swagger' in main)
    for (const section of ['definitions', 'parameters', 'responses']) move(main, section, section)
  move(main, 'paths', 'paths')
  move(main, 'webhooks', 'webhooks')
  if ('asyncapi' in main)
    for (const section of ['channels', 'servers']) move(main, section, `root-${section}`)
  if ('asyncapi' in main && !isVersion2) move(main, 'operations', 'root-operations')
  return new Map([
    [MAIN, stringify(main, { aliasDuplicateObjects: false })],
    [PARTS, pointedBack(stringify(parts, { aliasDuplicateObjects: false }))],
  ])
}

/** What moved refers to what stayed: `#/…` is `api.yaml#/…` from there, also where a requirement names its scheme by URI. */
function pointedBack(text: string): string {
  const document = parseDocument(text)
  visit(document, {
    Pair(_, pair) {
      const { key, value } = pair as {
        key: YamlNode & { value?: unknown }
        value: YamlNode & { value?: unknown }
      }
      if (typeof key?.value === 'string' && key.value.startsWith('#/') && isSeq(value))
        key.value = `${MAIN}${key.value}`
      if (key?.value === '$ref' && typeof value?.value === 'string' && value.value.startsWith('#'))
        value.value = `${MAIN}${value.value}`
      return isMap(value) || isSeq(value) ? undefined : visit.SKIP
    },
  })
  return document.toString()
}

function escaped(key: string): string {
  return encodeURI(key.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('#', '%23')
}
