// Rows as Markdown.

/**
 * @param {string[]} head a column that holds numbers ends with `:`
 * @param {(string | number)[][]} rows
 */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [
    line(head.map((cell) => cell.replace(/:$/, ''))),
    line(head.map((cell) => (cell.endsWith(':') ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n')
}
