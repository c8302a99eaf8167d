import { Checker } from '../policy/checker.ts'
import { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import type { Fault } from './policy-test.ts'

/** What a list beside a description expects, because JSON has no comments. */
export interface ExpectedList {
  readonly rules: readonly string[] | 'all' | undefined
  readonly entries: readonly Expected[]
  readonly faults: readonly Fault[]
}

export interface Expected {
  readonly kind: 'finding' | 'undecided'
  readonly rule: string
  readonly pointer: string
  readonly message: string | undefined
  /** Name of the file, as seen from the description; undefined for the description itself. */
  readonly file: string | undefined
  /** 1-based, in the list. */
  readonly line: number
}

/** `orders.policy-test.json` has its list in `orders.policy-test.expected.json`. */
export function listUris(uri: string): readonly string[] {
  const stem = uri.replace(/\.(?:ya?ml|json)$/iu, '')
  return ['json', 'yaml', 'yml'].map((ending) => `${stem}.expected.${ending}`)
}

/** Reads a list of findings, or a mapping of `findings`, `undecided` and `rules`. */
export function readExpected(file: SourceFile): ExpectedList {
  const check = new Checker(file)
  for (const { message, span } of file.problems) check.failAt(span?.start, message)
  const root = new Node(file, undefined, '', file.value)
  const entries = root.isList
    ? { findings: root, undecided: undefined, rules: undefined }
    : check.entries(root, 'The list', ['findings', 'undecided', 'rules'])
  const found = [
    ...readEntries(check, entries?.findings, 'finding'),
    ...readEntries(check, entries?.undecided, 'undecided'),
  ]
  const words = entries?.rules && check.items(entries.rules, '`rules`').flatMap((item) => item.string ?? [])
  const rules = words?.includes('all') ? 'all' : words
  const faults = check.errors.map(({ line = 1, message }) => ({ line, message }))
  return { rules, entries: found, faults }
}

function readEntries(check: Checker, list: Node | undefined, kind: Expected['kind']): readonly Expected[] {
  if (!list) return []
  return check
    .items(list, `The list of ${kind === 'finding' ? 'findings' : 'what is undecided'}`)
    .flatMap((item) => {
      const keys = ['rule', 'pointer', 'message', 'file'] as const
      const entries = check.entries(item, 'An entry', keys, ['rule', 'pointer'])
      if (!entries) return []
      const text = (key: (typeof keys)[number]): string | undefined => {
        const node = entries[key]
        if (node && node.string === undefined) check.wrongType(node, `\`${key}\``, 'a text')
        return node?.string
      }
      const [rule, pointer, message, file] = [text('rule'), text('pointer'), text('message'), text('file')]
      if (rule === undefined || pointer === undefined) return []
      const { line } = check.file.position(item.span?.value.start ?? 0)
      return [{ kind, rule, pointer, message, file, line }]
    })
}
