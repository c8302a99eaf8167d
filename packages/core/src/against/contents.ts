import { own } from '../json.ts'
import { segmentsOf } from '../settle/path-ends.ts'
import type { SourceFile } from '../source/types.ts'
import type { Contents } from './renamed.ts'
import type { Was } from './tree.ts'
import type { Ran } from './types.ts'

/** Deleted files that are looked at as what a new one may have been, at least. */
const MOST_GONE = 50

/** The deleted files that new ones may have been: those of the same name first. Each costs as much as judging it. */
export function likeliest(gone: readonly string[], strangers: readonly string[]): readonly string[] {
  const names = new Set(strangers.map((uri) => segmentsOf(uri).at(-1)))
  const hasName = (uri: string): boolean => names.has(segmentsOf(uri).at(-1))
  const inOrder = [...gone.filter(hasName), ...gone.filter((uri) => !hasName(uri))]
  return inOrder.slice(0, Math.max(MOST_GONE, strangers.length))
}

/**
 * What stands in documents that are new or gone. Two are alike, the same API, by their paths or channels: half of those
 * of the smaller one are shared.
 */
export function contentsOf(gone: readonly Was[], now: Ran): Contents {
  const before = new Map(gone.map(({ uri, ran }) => [uri, fileOf(uri, ran)]))
  const known = new Map<SourceFile, ReadonlySet<string>>()
  const addresses = (file: SourceFile | undefined): ReadonlySet<string> => {
    if (!file) return new Set()
    const found = known.get(file) ?? addressesOf(file)
    known.set(file, found)
    return found
  }
  return {
    textOf: (uri) => (before.get(uri) ?? fileOf(uri, now))?.text,
    isAlike: (uri, goneUri) => {
      const [was, is] = [addresses(before.get(goneUri)), addresses(fileOf(uri, now))]
      const shared = [...is].filter((each) => was.has(each)).length
      return shared > 0 && shared * 2 >= Math.min(was.size, is.size)
    },
  }
}

/** The file of a description; undefined for what is none. */
function fileOf(uri: string, { documents, files }: Ran): SourceFile | undefined {
  return documents.some((each) => each.uri === uri && each.files) ? files.get(uri) : undefined
}

function addressesOf({ value }: SourceFile): ReadonlySet<string> {
  const sections = ['paths', 'webhooks', 'channels'].map((key) => own(value, key))
  return new Set(sections.flatMap((held) => (typeof held === 'object' && held ? Object.keys(held) : [])))
}
