// One description grown from a hundred operations to tens of thousands: what does one operation cost?
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare } from './compare.mjs'
import { grown } from './grown.mjs'

const SIZES = [100, 300, 1_000, 3_000, 10_000, 30_000, 50_000]
/** What a process takes before it looks at any operation is measured with so few. */
const SMALLEST = 5
/** Operations from which two runs do. */
const FEWER_FROM = 10_000

/**
 * What each operation costs beyond what the program takes for itself.
 * @param {string[]} tools
 * @param {{ runs: number, limit: number, sizes?: number[] }} how
 */
export function scaling(tools, { runs, limit, sizes = SIZES }) {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
  const file = join(scratch, 'grown.json')
  try {
    const at = (operations) => {
      writeFileSync(file, JSON.stringify(grown(operations), null, 1))
      const { size } = statSync(file)
      const often = operations < FEWER_FROM ? runs : Math.min(runs, 2)
      return compare({ files: [file], bytes: size }, tools, { runs: often, limit }).map((row) => ({
        ...row,
        operations,
        bytes: size,
      }))
    }
    const start = new Map(at(SMALLEST).map((row) => [row.tool, row]))
    return sizes.flatMap(at).map((row) => {
      const { wall, cpu, memory } = start.get(row.tool)
      const each = (key, of) => Math.max(0, row[key] - of) / row.operations
      return {
        ...row,
        wallEach: each('wall', wall),
        cpuEach: each('cpu', cpu),
        memoryEach: each('memory', memory) * 1024,
      }
    })
  } finally {
    rmSync(scratch, { recursive: true })
  }
}
