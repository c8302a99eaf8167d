import type { ReadResult } from '@specward/core'

/** Bytes of a file, or of what is fetched once it is unpacked. */
export const SIZE_LIMIT = 64 * 1024 * 1024
const SIZE_LIMIT_TEXT = '64 MB'

/** All of a stream, as long as it is not too much. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<ReadResult> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > SIZE_LIMIT) return tooLarge()
    read.push(chunk)
  }
  return { bytes: Buffer.concat(read) }
}

export function tooLarge(): ReadResult {
  return { error: 'too-large', detail: `it is larger than ${SIZE_LIMIT_TEXT}` }
}
