import { visible } from './visible.ts'

/** Shows nothing, and keeps GitHub from making a mention, a reference or a link of what stands around it. */
const BREAK = '&#8203;'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', $: '&#36;' }

/**
 * Text from a document as GitHub Flavored Markdown in one line that shows as that text and does nothing else. What
 * stands between backticks becomes code. Fit for table cells and for list items.
 */
export function inline(text: string): string {
  const pieces = visible(text).split('`')
  // an odd number of backticks: the last one stands for itself
  if (pieces.length % 2 === 0) pieces.push(pieces.splice(-2).join('`'))
  return pieces
    .map((piece, index) => (index % 2 === 1 ? code(piece) : plain(piece)))
    .join('')
    .trim()
}

/** A name as code. Code with a pipe cannot stand in a table, so it becomes plain text everywhere. */
export function code(text: string): string {
  const shown = visible(text)
  if (shown.trim() === '' || shown.includes('|')) return plain(shown)
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const ticks = '`'.repeat(longest + 1)
  const pad = longest > 0 || /^ .* $/.test(shown) ? ' ' : ''
  return `${ticks}${pad}${shown}${pad}${ticks}`
}

/** Lines of text, such as a piece of a description, as a block of code. */
export function codeBlock(text: string): string {
  const lines = text.split(/\r\n|\n|\r/).map((line) => visible(line.replaceAll('\t', '  ')))
  const body = lines.at(-1) === '' ? lines.slice(0, -1) : lines
  const longest = Math.max(2, ...[...body.join('\n').matchAll(/`+/g)].map(([run]) => run.length))
  const ticks = '`'.repeat(longest + 1)
  return [ticks, ...body, ticks].join('\n')
}

/** A table; the cells are Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Folded away until somebody opens it. The summary is text of our own, the body Markdown. */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`
}

/** Visible text without any meaning to Markdown, HTML or GitHub. */
function plain(text: string): string {
  return text
    .replace(/[&<>$@#\\`*_{}[\]|~^]/g, neutral)
    .replace(/:(?=\/\/|[\w+\\-]+:)/g, `:${BREAK}`)
    .replace(/\b(www)\./gi, `$1${BREAK}.`)
    .replace(/\b(GH)-(?=\d)/gi, `$1${BREAK}-`)
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
}

function neutral(character: string): string {
  if (character === '@' || character === '#') return character + BREAK
  return ENTITIES[character] ?? `\\${character}`
}
