import { judge } from '../judge.ts'
import { type Property, type Subject, textOf, VARIANTS } from '../property.ts'
import { Random } from '../random.ts'
import { split } from '../split.ts'
import { map, readTree, scalar, type Tree, treeOf } from '../tree.ts'
import { JSON_STYLE, type Style, write, YAML_STYLE } from '../write.ts'
import { byFingerprint, differenceOf, findingLines, problemLines } from './substance.ts'

/** The tree of a subject whose text is read in the same way by every reader. */
export function treeIn(subject: Subject): Tree | undefined {
  const tree = readTree(textOf(subject.content))
  return tree?.kind === 'map' ? tree : undefined
}

const STYLES: readonly Style[] = [
  YAML_STYLE,
  { language: 'yaml', indent: '    ', plain: true },
  { language: 'yaml', indent: ' ', plain: false },
  { language: 'json', indent: '', plain: false },
  { language: 'json', indent: '\t', plain: false },
]

export const sameInJson: Property = {
  name: 'same-in-json',
  input: 'tree',
  ways: 5,
  weight: 8,
  async check(subject) {
    const tree = treeIn(subject)
    if (!tree) return undefined
    const style = STYLES[subject.variant % STYLES.length] ?? YAML_STYLE
    const text = write(tree, JSON_STYLE)
    // what refers to a file by the name of one of the two leads elsewhere in the other
    if (/"\$ref": *"(?:\.\/)*api\.(?:json|yaml)[#"]/.test(text)) return undefined
    const { report: one } = await judge({ 'api.json': text })
    const { report: two } = await judge({ [`api.${style.language}`]: write(tree, style) })
    const all = (report: typeof one): string[] =>
      findingLines(report, ({ fingerprint, pointer }) => `${fingerprint} ${pointer}`)
    return (
      differenceOf('problems', problemLines(one), problemLines(two)) ??
      differenceOf('findings', all(one), all(two))
    )
  },
}

/** Maps of which the order has a meaning are not known to the specifications; lists keep theirs. */
function reordered(tree: Tree, random: Random): Tree {
  if (tree.kind === 'scalar') return tree
  if (tree.kind === 'list') return { kind: 'list', items: tree.items.map((item) => reordered(item, random)) }
  return map(random.shuffled(tree.entries).map(([key, value]) => [key, reordered(value, random)]))
}

export const sameInAnyOrder: Property = {
  name: 'same-in-any-order',
  input: 'tree',
  ways: VARIANTS,
  weight: 6,
  async check(subject) {
    const tree = treeIn(subject)
    if (!tree) return undefined
    const { report: one } = await judge({ 'api.json': write(tree, JSON_STYLE) })
    const { report: two } = await judge({
      'api.json': write(reordered(tree, new Random(subject.variant + 1)), JSON_STYLE),
    })
    return differenceOf('findings', findingLines(one, byFingerprint), findingLines(two, byFingerprint))
  },
}

/** Rules for which it matters in which file something stands: a name in the `mapping` of a discriminator may be one of its own. */
const PLACED: ReadonlySet<string> = new Set(['spec-conformance', 'no-broken-discriminator'])

export const sameOverFiles: Property = {
  name: 'same-over-files',
  input: 'tree',
  ways: VARIANTS,
  weight: 8,
  async check(subject) {
    const tree = treeIn(subject)
    if (!tree) return undefined
    const { report: one } = await judge({ 'api.json': write(tree, JSON_STYLE) })
    // what cannot be read where it stands may be read elsewhere, and the other way round
    if (one.problems.length > 0 || one.findings.some(({ ruleId }) => PLACED.has(ruleId))) return undefined
    const files = split(tree, new Random(subject.variant + 1))
    const { report: two } = await judge(files)
    return (
      differenceOf('problems', problemLines(one), problemLines(two)) ??
      differenceOf('findings', findingLines(one, byFingerprint), findingLines(two, byFingerprint))
    )
  },
}

/**
 * Components that nobody refers to, full of what rules look for. No security scheme: where there is one, an operation
 * without a requirement is one that was forgotten.
 */
const UNUSED: readonly (readonly [section: string, value: unknown])[] = [
  ['schemas', { type: 'object', properties: { password: { type: 'string' }, isAdmin: { type: 'boolean' } } }],
  ['schemas', { type: 'array', items: { type: 'string', format: 'uri' } }],
  ['responses', { description: 'x', content: { 'application/json': { schema: { type: 'string' } } } }],
  ['parameters', { name: 'token', in: 'query', schema: { type: 'string' } }],
  ['requestBodies', { content: { '*/*': {} } }],
  ['headers', { schema: { type: 'string' } }],
]

export const unusedChangesNothing: Property = {
  name: 'unused-changes-nothing',
  input: 'tree',
  ways: 6,
  weight: 6,
  async check(subject) {
    const tree = treeIn(subject)
    if (tree?.kind !== 'map') return undefined
    const { report: one } = await judge({ 'api.json': write(tree, JSON_STYLE) })
    const [section, value] = UNUSED[subject.variant % UNUSED.length] ?? ['schemas', {}]
    const { report: two } = await judge({
      'api.json': write(withComponent(tree, section, treeOf(value)), JSON_STYLE),
    })
    const ofOperations = (report: typeof one): string[] =>
      findingLines(
        { ...report, findings: report.findings.filter(({ operations }) => operations.length > 0) },
        byFingerprint,
      )
    const counts = [one, two].map(({ summary }) => [`operations ${summary.operations}`] as const)
    return (
      differenceOf('operations', counts[0] ?? [], counts[1] ?? []) ??
      differenceOf('findings', ofOperations(one), ofOperations(two))
    )
  },
}

/** In OpenAPI 2.0, the sections stand at the root and two have other names. */
function withComponent(tree: Tree, section: string, value: Tree): Tree {
  if (tree.kind !== 'map') return tree
  const isOld = tree.entries.some(([key]) => key === 'swagger')
  const names: Readonly<Record<string, string>> = {
    schemas: 'definitions',
    securitySchemes: 'securityDefinitions',
  }
  const path = isOld ? [names[section] ?? section] : ['components', section]
  return added(tree, path, value)
}

function added(tree: Tree, [key = 'zzUnused', ...rest]: readonly string[], value: Tree): Tree {
  if (tree.kind !== 'map') return tree
  const has = tree.entries.some(([name]) => name === key)
  const below = (inner: Tree): Tree => (rest.length > 0 ? added(inner, rest, value) : withEntry(inner, value))
  if (!has) return map([...tree.entries, [key, below(map())]])
  return map(tree.entries.map(([name, inner]) => [name, name === key ? below(inner) : inner]))
}

function withEntry(tree: Tree, value: Tree): Tree {
  if (tree.kind !== 'map') return tree
  return map([...tree.entries, ['zzUnused', value.kind === 'scalar' ? scalar(value.value) : value]])
}
