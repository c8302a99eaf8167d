import { isObject } from '../json.ts'
import { locateAt } from '../policy/at.ts'
import { quote } from '../policy/checker.ts'
import { isBlank } from '../policy/plain-text.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import { didYouMean } from '../policy/suggest.ts'
import { type Comment, commentsWith } from '../source/comments.ts'
import { isMerged, mentions } from '../source/file.ts'
import { Node } from '../source/node.ts'
import type { SourceFile, Span } from '../source/types.ts'
import { IGNORE_EXTENSION, ignoreEntries, nodesWith } from './ignore-extension.ts'

/** Faults of a file beyond which nobody is told what was meant: to find that out takes long. */
const MOST_HINTS = 100

/** By this word, a comment or an extension of a description accepts findings. */
const WORD = 'specward-ignore'
const MENTION = { pattern: WORD, longest: WORD.length }

/** What a description itself says about findings of one rule at one place. */
export interface Remark {
  readonly rule: string
  readonly reason: string
  /** URI of the file that it stands in. */
  readonly uri: string
  readonly span: Span
  /** What it is for: a line, 1-based, or an object by what was read. */
  readonly target: number | object
  /** The line that it is for, or on which it stands as an extension; 1-based. */
  readonly line: number
}

export interface Remarks {
  readonly remarks: readonly Remark[]
  /** Remarks that say too little. */
  readonly notices: readonly PolicyNotice[]
}

/** Whether the word for remarks stands in a file, which is remembered: nobody has to look at the text of most again. */
export function mayHoldRemarks(file: SourceFile): boolean {
  return mentions(file, MENTION)
}

/**
 * What a file says about findings: comments `# specward-ignore <rule>, <rule> -- <reason>` of YAML, and
 * `x-specward-ignore` of objects.
 *
 * @param rules ids of all rules that there are; undefined where that is not known
 */
export function readRemarks(file: SourceFile, rules: ReadonlySet<string> | undefined): Remarks {
  const remarks: Remark[] = []
  const notices: PolicyNotice[] = []
  if (!mayHoldRemarks(file) || file.value === undefined) return { remarks, notices }
  const add = (said: Said, target: Remark['target'], span: Span): void => {
    const fault = faultOf(said, rules, notices.length < MOST_HINTS)
    const line = typeof target === 'number' ? target : file.position(span.start).line
    if (fault === undefined) remarks.push({ ...said, uri: file.uri, span, target, line })
    else notices.push(incomplete(file, span, fault))
  }
  const lines = new CommentedLines(file)
  for (const comment of commentsWith(file, WORD)) {
    const said = readComment(comment.text)
    if (said === 'other') continue
    if (typeof said === 'string') notices.push(incomplete(file, comment.span, said))
    else for (const each of said) add(each, lines.of(comment), comment.span)
  }
  for (const node of nodesWith(new Node(file, undefined, '', file.value), IGNORE_EXTENSION)) {
    const extension = node.child(IGNORE_EXTENSION)
    if (!extension || !isObject(node.value) || isMerged(file, extension.path)) continue
    for (const { said, at } of ignoreEntries(extension)) {
      const { span } = locateAt(at)
      if (typeof said === 'string') notices.push(incomplete(file, span, said))
      else add(said, node.value, span)
    }
  }
  return { remarks, notices }
}

/** What a remark says before it is looked at. */
export interface Said {
  readonly rule: string
  readonly reason: string
}

const FORM = 'Write `# specward-ignore <rule> -- <reason>`.'

/** The rules of a comment with its reason, or what is wrong with it; `other` for one that only begins with the word. */
function readComment(text: string): readonly Said[] | string {
  const rest = text.trimStart().slice(WORD.length)
  if (/^[\p{L}\p{N}]/u.test(rest)) return 'other'
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest)
  const names = (dashes ? rest.slice(0, dashes.index) : rest).trim()
  const reason = dashes ? rest.slice(dashes.index + dashes[0].length).trim() : ''
  if (names === '' || !/^\s/.test(rest)) return `it names no rule. ${FORM}`
  if (reason === '') return `it gives no reason. ${FORM}`
  return names.split(',').map((name) => ({ rule: name.trim(), reason }))
}

function faultOf(
  { rule, reason }: Said,
  rules: ReadonlySet<string> | undefined,
  isHinted: boolean,
): string | undefined {
  if (rule === '') return `it names no rule. ${FORM}`
  if (isBlank(reason)) return `it gives no reason for ${quote(rule)}.`
  if (!rules || rules.has(rule)) return undefined
  return `there is no rule ${quote(rule)}.${isHinted ? didYouMean(rule, rules) : ''}`
}

function incomplete(file: SourceFile, span: Span, fault: string): PolicyNotice {
  const message = `This remark suppresses nothing: ${fault}`
  return { code: 'ignore-incomplete', severity: 'error', message, uri: file.uri, span }
}

/** The lines that comments are for. */
class CommentedLines {
  readonly #text: string
  /** The comments that were met last, and the line below them. */
  #block = { first: 0, below: 0 }

  constructor({ text }: SourceFile) {
    this.#text = text
  }

  /** Its own line, or the next one that is no comment; no other where a blank one comes first. */
  of({ line, isTrailing, span }: Comment): number {
    if (isTrailing) return line
    if (line < this.#block.first || line >= this.#block.below) {
      this.#block = { first: line, below: line + 1 + this.#commentsAfter(span.end) }
    }
    return this.#block.below
  }

  #commentsAfter(offset: number): number {
    const comment = /(?:\r\n|\n|\r)[ \t]*#[^\r\n]*/y
    comment.lastIndex = offset
    let comments = 0
    while (comment.exec(this.#text)) comments++
    return comments
  }
}
