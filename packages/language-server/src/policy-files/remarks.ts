import type {
  CompletionItem,
  CompletionParams,
  Hover,
  HoverParams,
  Position,
  Range,
} from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import { asScalar, itemsOf, ruleOffer } from './completion-items.ts'
import { ruleHover } from './hover.ts'
import { rulesFor } from './knowledge.ts'
import { markup } from './markup.ts'

/** What descriptions say to Specward themselves. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'x-specward-ignore':
    'Accepts what rules find about this object: `{ <rule>: <reason> }`, or a list of mappings with `rule` and `reason`.',
  'x-specward-public':
    'Declares that the operation is meant to be called without authentication. The value is the reason.',
}

const IGNORE =
  '`# specward-ignore <rule> -- <reason>` accepts what the rule finds on this line, or on the next one.'

/** What a remark in a description says: a rule that is ignored, or an extension of ours. */
export async function remarkHover(
  desk: Desk,
  { textDocument: { uri }, position }: HoverParams,
): Promise<Hover | undefined> {
  const line = lineOf(desk, uri, position.line)
  const word = line === undefined ? undefined : wordAt(line, position)
  if (line === undefined || !word) return undefined
  const about = Object.hasOwn(EXTENSIONS, word.text) ? EXTENSIONS[word.text] : undefined
  const said = about ?? (await remarkText(desk, uri, line, word))
  return said === undefined ? undefined : { contents: markup(desk, said, 'hover'), range: word.range }
}

async function remarkText(desk: Desk, uri: string, line: string, word: Word): Promise<string | undefined> {
  const start = remarkStart(line)
  const isRemark = start !== undefined && word.range.start.character >= start
  if (!isRemark && !isIgnored(desk, uri, word)) return undefined
  if (isRemark && word.text === 'specward-ignore') return IGNORE
  const reason = isRemark ? line.search(/\s--\s/) : -1
  if (reason >= 0 && word.range.start.character > reason) return undefined
  const rule = (await rulesFor(desk, uri)).get(word.text)
  return rule && ruleHover(desk, rule)
}

/** Rules that a comment can name where one is being written. */
export async function remarkCompletion(
  desk: Desk,
  { textDocument: { uri }, position }: CompletionParams,
): Promise<readonly CompletionItem[] | undefined> {
  const line = lineOf(desk, uri, position.line)
  const before = line?.slice(0, position.character)
  const typed = before && /(?:^|\s)#\s*specward-ignore\s(?:(?!\s--\s).)*?([^\s,]*)$/.exec(before)
  if (!line || !before || !typed || /\s--(?:\s|$)/.test(before)) return undefined
  const rest = /^[^\s,]*/.exec(line.slice(position.character))?.[0] ?? ''
  const start = { line: position.line, character: position.character - (typed[1] ?? '').length }
  const end = { line: position.line, character: position.character + rest.length }
  const here = new Set(
    desk
      .shown(uri)
      .filter(({ range }) => range.start.line >= position.line && range.start.line <= position.line + 1)
      .map(({ code }) => String(code)),
  )
  const hasReason = line.slice(end.character).trim() !== ''
  const all = [...(await rulesFor(desk, uri)).values()]
  const sorted = [...all.filter(({ id }) => here.has(id)), ...all.filter(({ id }) => !here.has(id))]
  const offers = sorted.map((rule) => {
    const id = asScalar(rule.id, false)
    return ruleOffer(rule, hasReason ? id : `${id} -- `)
  })
  return itemsOf(desk, offers, { range: { start, end }, quote: '', inFlow: false })
}

interface Word {
  readonly text: string
  readonly range: Range
}

function lineOf(desk: Desk, uri: string, line: number): string | undefined {
  const start = { line, character: 0 }
  return desk
    .document(uri)
    ?.getText({ start, end: { line: line + 1, character: 0 } })
    .replace(/[\r\n]+$/, '')
}

function wordAt(line: string, position: Position): Word | undefined {
  for (const found of line.matchAll(/[^\s,:'"{}[\]#]+/g)) {
    const [start, end] = [found.index, found.index + found[0].length]
    if (start > position.character || end < position.character) continue
    const at = (character: number): Position => ({ line: position.line, character })
    return { text: found[0], range: { start: at(start), end: at(end) } }
  }
  return undefined
}

/** Where a comment begins that ignores rules; undefined where there is none. */
function remarkStart(line: string): number | undefined {
  const found = /(?:^|\s)#\s*specward-ignore(?=\s|$)/.exec(line)
  return found ? found.index : undefined
}

/** Whether a key stands in an `x-specward-ignore`: on its line, or indented below it. */
function isIgnored(desk: Desk, uri: string, { range: { start } }: Word): boolean {
  const line = lineOf(desk, uri, start.line) ?? ''
  if (line.slice(0, start.character).includes('x-specward-ignore')) return true
  const indent = line.search(/\S/)
  for (let above = start.line - 1; above >= 0 && above > start.line - 30; above--) {
    const text = lineOf(desk, uri, above) ?? ''
    const column = text.search(/\S/)
    if (column >= 0 && column < indent) return text.includes('x-specward-ignore')
  }
  return false
}
