import { isObject } from '../json.ts'
import { nodeOf } from '../policy/at.ts'
import { applyTextEdits, renderEdits } from '../source/edit.ts'
import { EditRefused } from '../source/edit-refused.ts'
import type { Node } from '../source/node.ts'
import { parseSource } from '../source/parse.ts'
import type { SourceFile, TextEdit } from '../source/types.ts'
import { holdsNames, IGNORE_EXTENSION } from './ignore-extension.ts'
import { targetsOf } from './remark-run.ts'
import { readRemarks } from './remarks.ts'
import type { SettledFinding } from './types.ts'

/** Something that could be written, and what it would be for: a line of the text after it, or an object. */
interface Draft {
  readonly edits: readonly TextEdit[]
  readonly line?: number
}

/**
 * Edits of the file of a finding by which the description accepts it: a comment above its line, more in one that is
 * there for the same reason, or, in JSON and where a comment has no room, an `x-specward-ignore` of its object. They are
 * tried on the text before they are given. Undefined where nothing can be written that is for this finding alone.
 *
 * @param reason one line; an empty one is left to be filled in
 * @param others all findings of the document, this one among them or not
 */
export async function writeRemark(
  finding: SettledFinding,
  reason: string,
  others: readonly SettledFinding[],
): Promise<readonly TextEdit[] | undefined> {
  const { file } = nodeOf(finding.at)
  const alike = others.filter(
    (each) =>
      each.ruleId === finding.ruleId &&
      each.fingerprint !== finding.fingerprint &&
      nodeOf(each.at).file === file,
  )
  const taken = new Set(alike.flatMap(targets))
  const drafts = [...comments(file, finding, reason, taken), ...extensions(file, finding, reason, taken)]
  for (const { edits, line } of drafts) {
    const after = await parseSource(file.uri, applyTextEdits(file.text, edits))
    const { remarks, notices } = readRemarks(after, undefined)
    const before = readRemarks(file, undefined)
    // a reason that is still to be given is told as missing
    if (reason === '' && after.value !== undefined && notices.length === before.notices.length + 1)
      return edits
    const isRead = remarks.some(
      (each) =>
        each.rule === finding.ruleId &&
        each.reason === reason &&
        (line === undefined ? typeof each.target === 'object' : each.target === line),
    )
    if (isRead && remarks.length === before.remarks.length + 1) return edits
  }
  return undefined
}

function targets({ at, foreign }: SettledFinding): readonly (number | object)[] {
  const node = nodeOf(at)
  return targetsOf(node, at, node.file, foreign?.range.start.line)
}

function comments(
  file: SourceFile,
  finding: SettledFinding,
  reason: string,
  taken: ReadonlySet<number | object>,
): readonly Draft[] {
  if (file.language !== 'yaml') return []
  const [line] = targets(finding)
  if (typeof line !== 'number' || taken.has(line)) return []
  const start = lineStarts(file.text, line)
  if (start === undefined) return []
  const indent = /^[ \t]*/.exec(file.text.slice(start, start + 1000))?.[0] ?? ''
  const eol = /\r\n|\n|\r/.exec(file.text)?.[0] ?? '\n'
  const text = `${indent}# specward-ignore ${finding.ruleId} ${reason === '' ? '--' : `-- ${reason}`}${eol}`
  const above = { edits: [{ span: { start, end: start }, text }], line: line + 1 }
  return [...joined(file, finding.ruleId, reason, line), above]
}

/** The same comment with one more rule in it. */
function joined(file: SourceFile, ruleId: string, reason: string, line: number): readonly Draft[] {
  const { remarks } = readRemarks(file, undefined)
  const known = remarks.find((each) => each.target === line && each.reason === reason)
  const comment = known && file.text.slice(known.span.start, known.span.end)
  const names = comment && /^#\s*specward-ignore\s.*?\S(?=\s+--\s)/.exec(comment)?.[0]
  if (!known || !names) return []
  const at = known.span.start + names.length
  return [{ edits: [{ span: { start: at, end: at }, text: `, ${ruleId}` }], line }]
}

/** Offset at which a line begins, 1-based. */
function lineStarts(text: string, line: number): number | undefined {
  const breaks = /\r\n|\n|\r/g
  for (let at = 1; at < line; at++) if (!breaks.exec(text)) return undefined
  return breaks.lastIndex
}

function extensions(
  file: SourceFile,
  finding: SettledFinding,
  reason: string,
  taken: ReadonlySet<number | object>,
): readonly Draft[] {
  const holder = holderOf(nodeOf(finding.at))
  if (!holder || taken.has(holder.value as object) || !targets(finding).includes(holder.value as object))
    return []
  const path = [...holder.path, IGNORE_EXTENSION]
  const known = holder.child(IGNORE_EXTENSION)
  const { ruleId } = finding
  try {
    if (!known) return [{ edits: renderEdits(file, [{ op: 'set', path, value: { [ruleId]: reason } }]) }]
    if (known.isList)
      return [
        { edits: renderEdits(file, [{ op: 'insert', path, key: '-', value: { rule: ruleId, reason } }]) },
      ]
    if (!known.isObject || known.child(ruleId)) return []
    return [{ edits: renderEdits(file, [{ op: 'set', path: [...path, ruleId], value: reason }]) }]
  } catch (error) {
    if (error instanceof EditRefused) return []
    throw error
  }
}

/** Objects whose keys are names as well, in which tools take every key for one. */
const VALUES_BY_NAME: ReadonlySet<string> = new Set(['scopes', 'mapping'])

/** The object in which an extension about a place has room: no security requirement, and none whose keys are names. */
function holderOf(node: Node): Node | undefined {
  let holder: Node | undefined = isRequirement(node) ? node.parent : node
  while (holder && !isObject(holder.value)) holder = holder.parent
  if (!holder || isRequirement(holder) || VALUES_BY_NAME.has(holder.key)) return undefined
  return holdsNames(holder) ? undefined : holder
}

function isRequirement({ parent }: Node): boolean {
  return parent?.isList === true && parent.key === 'security'
}
