import type { ReadError } from '../../host.ts'
import type { Content } from './content.ts'
import { content } from './content-shape.ts'
import { type DocumentRecord, RECORD_VERSION, type RecordedInput } from './document-record.ts'
import { either, flag, list, nullable, object, optional, type Shape, text } from './shape.ts'

const reason = text as Shape<ReadError>

const input = either(
  object<{ uri: string; isNamed: boolean; sha256: string }>({ uri: text, isNamed: flag, sha256: text }),
  object<{ uri: string; isNamed: boolean; error: ReadError; detail: string }>({
    uri: text,
    isNamed: flag,
    error: reason,
    detail: text,
  }),
) as Shape<RecordedInput>

const record = object<DocumentRecord & { readonly content: Content }>({
  version: ((value) => value === RECORD_VERSION) as Shape<typeof RECORD_VERSION>,
  uri: text,
  basis: text,
  today: optional(nullable(text)),
  inputs: list(input),
  isLasting: flag,
  content,
})

/**
 * A record from JSON that was read from anywhere.
 *
 * @returns undefined for what is no record in all its parts. Bytes that were damaged and still are one are not told
 * apart: keep a digest beside them
 */
export function readDocumentRecord(json: unknown): DocumentRecord | undefined {
  return record(json) ? json : undefined
}

/** The content of a record that was made here or read by {@link readDocumentRecord}; undefined for any other. */
export function contentIn({ content: held }: DocumentRecord): Content | undefined {
  return content(held) ? held : undefined
}

/** The content that was written as JSON; undefined for anything else. */
export function contentOfJson(json: string): Content | undefined {
  const read: unknown = JSON.parse(json)
  return content(read) ? read : undefined
}
