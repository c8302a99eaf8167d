const BOLD = ['\u001b[1m', '\u001b[22m'] as const
const DIM = ['\u001b[2m', '\u001b[22m'] as const

/**
 * A rule page as text for a terminal: headings in capitals or bold, code indented, links written out, tables as
 * lines of `name  value`, running text broken at `width` characters. Reads the Markdown of our own generator.
 */
export function toTerminal(markdown: string, color: boolean, width: number): string {
  const paint = (text: string, [on, off]: readonly [string, string]): string =>
    color ? on + text + off : text
  const lines: string[] = []
  let inCode = false
  for (const line of markdown.split('\n')) {
    const heading = /^(#+) (.*)$/.exec(line)
    if (line.startsWith('```')) inCode = !inCode
    else if (inCode) lines.push(line === '' ? '' : `    ${paint(line, DIM)}`)
    else if (line.startsWith('<!--') || /^\|[ :|-]*\|$/.test(line)) continue
    else if (heading?.[1] && heading[2] !== undefined) {
      const text = plain(heading[2])
      lines.push(paint(heading[1].length === 2 && !color ? text.toUpperCase() : text, BOLD))
    } else if (line.startsWith('|')) lines.push(row(line))
    else lines.push(...wrap(plain(line), width))
  }
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

/** Running text in lines; those of a list item hang below its beginning. */
function wrap(text: string, width: number): readonly string[] {
  const hang = text.startsWith('- ') ? '  ' : ''
  const rows: string[] = []
  let row = ''
  for (const word of text.split(' ')) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row)
      row = hang + word
    } else row = row === '' ? word : `${row} ${word}`
  }
  return [...rows, row]
}

function row(line: string): string {
  const cells = line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => plain(cell.trim().replaceAll('\\|', '|')))
  return `  ${cells[0]?.padEnd(16)}  ${cells.slice(1).join('  ')}`.trimEnd()
}

function plain(text: string): string {
  return text.replace(/\[([^\]]*)\]\((https?:[^)]*)\)/g, '$1 <$2>').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
}
