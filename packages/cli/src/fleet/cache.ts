import { type DocumentRecord, readDocumentRecord, type State } from '@specward/core'
import type { FileStore } from '../io.ts'
import { markOf, open, seal } from './envelope.ts'

/** What is kept of runs for later ones. Whatever is not whole in it counts as not being there. */
export interface RecordCache {
  /**
   * The record with a basis of a document with a digest. Whether it holds for what the document refers to has to be
   * seen.
   *
   * @param files those of a commit that runs are compared with are kept apart: they may share with those of today all
   * but what a document refers to
   */
  find(basis: string, digest: string, files?: State): Promise<DocumentRecord | undefined>
  keep(record: DocumentRecord, files?: State): Promise<void>
  /** After the run: lets go of what was not needed for long. */
  close(): Promise<void>
}

const KIND = 'specward-record'

/** What every file of a cache begins with. */
export const CACHE_MARK = markOf(KIND)

/** What the files may take together, and how long one is kept that nobody has needed. */
export const CACHE_BOUNDS = { bytes: 256 * 1024 * 1024, age: 30 * 24 * 60 * 60 * 1000 }

/**
 * @param build tells programs apart that may find different things
 */
export function createCache(store: FileStore, build: string, sha256: (text: string) => string): RecordCache {
  let hasWritten = false
  const nameOf = (basis: string, digest: string, files: State): string =>
    sha256(JSON.stringify([KIND, build, basis, digest, files]))
  return {
    async find(basis, digest, files = 'now') {
      const name = nameOf(basis, digest, files)
      const text = await store.read(name)
      if (text === undefined) return undefined
      const opened = open(KIND, text, sha256)
      const record = 'body' in opened ? readDocumentRecord(opened.body) : undefined
      if (record?.basis !== basis || !record.isLasting) return undefined
      await store.touch(name)
      return record
    },
    async keep(record, files = 'now') {
      const digest = digestOf(record)
      if (!record.isLasting || digest === undefined) return
      if (await store.write(nameOf(record.basis, digest, files), seal(KIND, record, sha256)))
        hasWritten = true
    },
    async close() {
      if (hasWritten) await store.trim(CACHE_BOUNDS)
    },
  }
}

/** Of the document itself; undefined where it could not be read. */
function digestOf({ uri, inputs }: DocumentRecord): string | undefined {
  const own = inputs.find((input) => input.uri === uri)
  return own && 'sha256' in own ? own.sha256 : undefined
}
