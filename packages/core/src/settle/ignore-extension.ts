import { isObject } from '../json.ts'
import type { At } from '../policy/rule.ts'
import type { Node } from '../source/node.ts'
import type { Said } from './remarks.ts'

/** By this, an object of a description accepts findings about itself. */
export const IGNORE_EXTENSION = 'x-specward-ignore'

const FORM =
  'Write `x-specward-ignore: { <rule>: <reason> }`, or a list of mappings with `rule` and `reason`.'

interface Entry {
  /** What it says, or what is wrong with it. */
  readonly said: Said | string
  readonly at: At
}

/** What the extension says: a mapping of rules to reasons, or a list of mappings with `rule` and `reason`. */
export function ignoreEntries(extension: Node): readonly Entry[] {
  const key = { node: extension, part: 'key' } as const
  if (extension.isList) {
    const items = [...extension.children()]
    return items.length > 0 ? items.map(itemEntry) : [{ said: `it names no rule. ${FORM}`, at: key }]
  }
  if (!extension.isObject) return [{ said: `it is not what it has to be. ${FORM}`, at: key }]
  const children = [...extension.children()]
  if (children.length === 0) return [{ said: `it names no rule. ${FORM}`, at: key }]
  if (children.every(({ key: name }) => name === 'rule' || name === 'reason')) return [itemEntry(extension)]
  return children.map((child) => {
    const reason = child.string
    const at = { node: child, part: 'key' } as const
    return { said: reason === undefined ? noReason(child.key) : { rule: child.key, reason }, at }
  })
}

function itemEntry(item: Node): Entry {
  const rule = item.child('rule')?.string
  const reason = item.child('reason')?.string
  if (rule === undefined) return { said: `it names no rule. ${FORM}`, at: item }
  return { said: reason === undefined ? noReason(rule) : { rule, reason }, at: item }
}

function noReason(rule: string): string {
  return `it gives no reason for \`${rule}\`. ${FORM}`
}

/** Of these, the keys are names that an author gives: a schema may be named `example`, and a response is `default`. */
const NAMES: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'schemas'],
  ...['responses', 'parameters', 'headers', 'requestBodies', 'securitySchemes', 'securityDefinitions'],
  ...['links', 'callbacks', 'pathItems', 'mediaTypes', 'content', 'encoding', 'variables', 'serverVariables'],
  ...['paths', 'webhooks', 'servers', 'channels', 'operations', 'messages', 'replies', 'correlationIds'],
  ...['operationTraits', 'messageTraits', 'replyAddresses', 'tags'],
])

/** Whether the keys of an object are names of an author's choice, among which an extension would be one. */
export function holdsNames(node: Node): boolean {
  let isNaming = false
  for (const key of node.path) isNaming = NAMES.has(key) && !isNaming
  return isNaming
}

/** Keys of data, which says nothing about the description that it stands in. */
const DATA: ReadonlySet<string> = new Set(['example', 'default', 'enum', 'const'])

/** Keys that an object with a name among `examples` has at least one of, where it is no data itself. */
const OF_EXAMPLE = ['value', 'dataValue', 'serializedValue', 'externalValue'] as const

interface Visit {
  readonly value: object
  readonly key: string
  readonly parent: Visit | undefined
  readonly hasNames: boolean
}

/** Mappings that have a key of a name, each once, however many ways lead to it. What is in data has none. */
export function nodesWith(root: Node, key: string): readonly Node[] {
  const found: Visit[] = []
  const seen = new Set<object>()
  const waiting: Visit[] = []
  const visit = (value: unknown, name: string, parent: Visit | undefined): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    const hasNames = parent !== undefined && NAMES.has(name) && !parent.hasNames
    waiting.push({ value, key: name, parent, hasNames })
  }
  visit(root.value, '', undefined)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (isObject(next.value) && Object.hasOwn(next.value, key)) found.push(next)
    if (isExample(next)) continue
    const entries = Object.entries(next.value)
    for (let at = entries.length - 1; at >= 0; at--) {
      const [name, value] = entries[at] ?? ['', undefined]
      if (name !== key && !isData(name, value, next)) visit(value, name, next)
    }
  }
  return found.flatMap((each) => root.at(...pathOf(each)) ?? [])
}

function isData(name: string, value: unknown, parent: Visit): boolean {
  if (isExamples(parent)) return !isObject(value) || !OF_EXAMPLE.some((key) => Object.hasOwn(value, key))
  return DATA.has(name) && !parent.hasNames
}

/** An object that holds an example under `value`, and what is said about it. */
function isExample({ parent }: Visit): boolean {
  return parent !== undefined && isExamples(parent)
}

function isExamples({ key, parent }: Visit): boolean {
  return key === 'examples' && parent !== undefined && !parent.hasNames
}

function pathOf(visit: Visit): readonly string[] {
  const keys: string[] = []
  for (let each: Visit | undefined = visit; each?.parent; each = each.parent) keys.push(each.key)
  return keys.reverse()
}
