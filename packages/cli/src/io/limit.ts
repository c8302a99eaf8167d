import { LIMITS, type ReadResult } from '@specward/core'

/** Bytes of what is fetched, once it is unpacked. */
export const SIZE_LIMIT = 64 * 1024 * 1024
/** Bytes that `limits.fileSize` of a policy allows a file at most; core holds files against what it says. */
export const LOCAL_SIZE_LIMIT = LIMITS.fileSize.most * 1024 * 1024

/** All of a stream, as long as it is not too much. */
export async function collect(chunks: AsyncIterable<Uint8Array>, limit = SIZE_LIMIT): Promise<ReadResult> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > limit) return tooLarge(limit)
    read.push(chunk)
  }
  return { bytes: Buffer.concat(read) }
}

export function tooLarge(limit = SIZE_LIMIT): ReadResult {
  return { error: 'too-large', detail: `it is larger than ${limit / 1024 / 1024} MB` }
}
