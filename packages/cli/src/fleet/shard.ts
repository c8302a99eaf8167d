import { visible } from '@specward/core'
import { UsageError } from '../usage.ts'

/** One of the parts that a fleet is judged in. */
export interface Shard {
  /** 1-based. */
  readonly index: number
  readonly of: number
}

/** Reads `2/5`. @throws UsageError for anything else */
export function shardOf(value: string): Shard {
  const [, index = 0, of = 0] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(value) ?? []).map(Number)
  if (index >= 1 && index <= of) return { index, of }
  throw new UsageError(
    `\`--shard ${visible(value)}\` is no part of a whole: \`--shard 2/5\` is the second of five.`,
  )
}

/** What judging a document costs whatever its size is, in bytes. */
const BYTES_A_DOCUMENT = 10_000

/**
 * Which shard judges which document, so that all have about as many bytes: the largest first, each to the shard that has
 * least. The same for the same names and sizes, in whatever order they come.
 *
 * @param documents names with bytes
 * @returns indices of shards, 1-based, in the order of the documents
 */
export function spread(
  documents: readonly { readonly name: string; readonly bytes: number }[],
  of: number,
): readonly number[] {
  const loads = new Array<number>(of).fill(0)
  const shards = new Array<number>(documents.length).fill(1)
  const order = documents
    .map((each, index) => ({ ...each, index }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
  for (const { bytes, index } of order) {
    const least = loads.reduce((best, load, shard) => (load < (loads[best] ?? 0) ? shard : best), 0)
    loads[least] = (loads[least] ?? 0) + bytes + BYTES_A_DOCUMENT
    shards[index] = least + 1
  }
  return shards
}
