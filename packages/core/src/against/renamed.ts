import { segmentsOf } from '../settle/path-ends.ts'
import { type BaseDocument, type BaseFinding, keyOf } from './base-types.ts'

interface Named {
  readonly name: string
}

/** A document of a run that the base has none of its name for. */
interface Stranger extends Named {
  readonly findings: readonly Pick<BaseFinding, 'ruleId' | 'fingerprint'>[]
}

/** What is known of documents, by their names, where both sides can be read. */
export interface Contents {
  /** Text of a document of either side. */
  textOf(name: string): string | undefined
  /** Whether a new document and one that is gone can be the same API. */
  isAlike(name: string, goneName: string): boolean
}

type Pairs<D> = readonly (readonly [D, BaseDocument])[]

/** One way to tell what became of what, tried on the documents that those before it have left. */
type Way<D> = (strangers: readonly D[], gone: readonly BaseDocument[]) => Pairs<D>

/**
 * What has become of documents that are gone: first by equal texts, then by how their paths end, by what stands in them
 * or was found in them, and by their folders. Each time a pair is one only where no other fits as well, and where the
 * two are alike: a new document with a fault of the kind that an unrelated deleted one had must not pass for it.
 *
 * @param contents undefined where only findings are known of what is gone
 */
export function renamedFrom<D extends Stranger>(
  strangers: readonly D[],
  gone: readonly BaseDocument[],
  contents: Contents | undefined,
): ReadonlyMap<D, BaseDocument> {
  const renamed = new Map<D, BaseDocument>()
  const taken = new Set<BaseDocument>()
  const isAlike = contents
    ? (document: D, other: BaseDocument) => contents.isAlike(document.name, other.name)
    : shareFindings
  const ways: readonly Way<D>[] = [
    ...(contents ? [byText<D>(contents)] : []),
    byEnds(1, isAlike),
    ...(contents ? [byLines(contents, isAlike)] : []),
    byFindings(isAlike),
    byFolder(isAlike),
  ]
  for (const way of ways) {
    const now = strangers.filter((each) => !renamed.has(each))
    const before = gone.filter((each) => !taken.has(each))
    if (now.length === 0 || before.length === 0) break
    for (const [document, other] of way(now, before)) {
      renamed.set(document, other)
      taken.add(other)
    }
  }
  return renamed
}

type IsAlike<D> = (document: D, other: BaseDocument) => boolean

/** Half of the findings of the smaller side are not enough. */
function shareFindings(document: Stranger, other: BaseDocument): boolean {
  const before = new Set(other.findings.map(keyOf))
  const shared = document.findings.filter((finding) => before.has(keyOf(finding))).length
  return shared * 2 > Math.min(document.findings.length, other.findings.length)
}

function byText<D extends Stranger>({ textOf }: Contents): Way<D> {
  return (strangers, gone) => {
    const [now, before] = [groupedBy(strangers, textOf), groupedBy(gone, textOf)]
    return [...now].flatMap(([text, same]) => byEnds<D>(0, () => true)(same, before.get(text) ?? []))
  }
}

function groupedBy<N extends Named>(
  documents: readonly N[],
  textOf: Contents['textOf'],
): ReadonlyMap<string, readonly N[]> {
  const groups = new Map<string, N[]>()
  for (const document of documents) {
    const text = textOf(document.name)
    if (text === undefined) continue
    const group = groups.get(text)
    if (group) group.push(document)
    else groups.set(text, [document])
  }
  return groups
}

/**
 * The longest common end of two paths makes a pair.
 * @param shortest segments that have to be the same; 1 for the name of the file
 */
function byEnds<D extends Stranger>(shortest: number, isAlike: IsAlike<D>): Way<D> {
  return (strangers, gone) => {
    const [now, before] = [new Set(strangers), new Set(gone)]
    const pairs: (readonly [D, BaseDocument])[] = []
    const depth = strangers.reduce((most, { name }) => Math.max(most, segmentsOf(name).length), 0)
    for (let length = depth; length >= shortest && now.size > 0 && before.size > 0; length--) {
      const ends = ({ name }: Named) => endOf(name, length)
      for (const [document, other] of pairsAlone([...now], [...before], ends, ends)) {
        if (!isAlike(document, other)) continue
        pairs.push([document, other])
        now.delete(document)
        before.delete(other)
      }
    }
    return pairs
  }
}

/** The last segments of a name, as the one mark of a document; none where there are not as many. */
function endOf(name: string, length: number): readonly string[] {
  const segments = segmentsOf(name)
  return segments.length < length ? [] : [segments.slice(segments.length - length).join('/')]
}

function byFolder<D extends Stranger>(isAlike: IsAlike<D>): Way<D> {
  const folder = ({ name }: Named) => [name.slice(0, name.lastIndexOf('/') + 1)]
  return (strangers, gone) =>
    pairsAlone(strangers, gone, folder, folder).filter(([document, other]) => isAlike(document, other))
}

/** Half of the lines of the longer text have to be the same. */
function byLines<D extends Stranger>({ textOf }: Contents, isAlike: IsAlike<D>): Way<D> {
  return (strangers, gone) => {
    const lines = new Map<unknown, ReadonlySet<string>>()
    for (const each of [...strangers, ...gone]) lines.set(each, linesOf(textOf(each.name) ?? ''))
    const of = (each: D | BaseDocument): ReadonlySet<string> => lines.get(each) ?? new Set()
    return byVotes(strangers, gone, of, of, (document, other) => {
      const [now, before] = [of(document), of(other)]
      const shared = [...now].filter((line) => before.has(line)).length
      return shared * 2 >= Math.max(now.size, before.size) && isAlike(document, other)
    })
  }
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(text.split('\n').map((line) => line.trim()))
}

/** More than half of the findings of the smaller side have to be shared, and by these two alone. */
function byFindings<D extends Stranger>(isAlike: IsAlike<D>): Way<D> {
  const keys = ({ findings }: Pick<Stranger, 'findings'>) => findings.map(keyOf)
  return (strangers, gone) =>
    byVotes(strangers, gone, keys, keys, (document, other, votes) => {
      const isMost = votes * 2 > Math.min(document.findings.length, other.findings.length)
      return isMost && isAlike(document, other)
    })
}

/** Documents of both sides that alone share a mark. */
function pairsAlone<D>(
  strangers: readonly D[],
  gone: readonly BaseDocument[],
  now: (document: D) => Iterable<string>,
  before: (document: BaseDocument) => Iterable<string>,
): Pairs<D> {
  const holding = holders(gone, before)
  return [...holders(strangers, now)].flatMap(([mark, document]) => {
    const other = holding.get(mark)
    return document && other ? [[document, other] as const] : []
  })
}

/** Pairs by the marks that one document of either side alone has: those of which each has most with the other. */
function byVotes<D>(
  strangers: readonly D[],
  gone: readonly BaseDocument[],
  now: (document: D) => Iterable<string>,
  before: (document: BaseDocument) => Iterable<string>,
  accepts: (document: D, other: BaseDocument, votes: number) => boolean,
): Pairs<D> {
  const votes = new Map<D, Map<BaseDocument, number>>()
  for (const [document, other] of pairsAlone(strangers, gone, now, before)) {
    const counts = votes.get(document) ?? new Map<BaseDocument, number>()
    votes.set(document, counts.set(other, (counts.get(other) ?? 0) + 1))
  }
  const claims = new Map<BaseDocument, D | null>()
  for (const [document, counts] of votes) {
    const [best, second] = [...counts].sort(([, a], [, b]) => b - a)
    if (!best || best[1] === second?.[1] || !accepts(document, ...best)) continue
    claims.set(best[0], claims.has(best[0]) ? null : document)
  }
  return [...claims].flatMap(([other, document]) => (document ? [[document, other] as const] : []))
}

/** By mark, the one document that has it; null where several have. */
function holders<D>(
  documents: readonly D[],
  marksOf: (document: D) => Iterable<string>,
): ReadonlyMap<string, D | null> {
  const found = new Map<string, D | null>()
  for (const document of documents) {
    for (const mark of marksOf(document)) {
      const other = found.get(mark)
      found.set(mark, other === undefined || other === document ? document : null)
    }
  }
  return found
}
