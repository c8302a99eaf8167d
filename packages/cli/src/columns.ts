import { withoutCommands } from '@specward/core'

/** Rows of cells, each column as wide as its widest cell. The first row says how many columns there are. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return withoutCommands(`${lines.join('\n')}\n`)
}
