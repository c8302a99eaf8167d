import { append } from '../append.ts'
import { folderOf } from '../policy/folders.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import { isLiteral, type Waiver, type WaiverBook } from '../policy/waivers.ts'
import type { AcceptableDocument, AcceptRun, WaiverStatus } from './accept-types.ts'
import { Coverage } from './coverage.ts'
import { relativeName, uriOfName } from './file-name.ts'
import { RemarkRun } from './remark-run.ts'
import { readRemarks } from './remarks.ts'
import type { SettledFinding } from './types.ts'
import { WaiverIndex } from './waiver-index.ts'
import { WaiverRun } from './waiver-run.ts'
import { statusOf } from './waiver-status.ts'

export interface Accepted<Document> {
  /** With who has accepted which of their findings. */
  readonly documents: readonly Document[]
  readonly notices: readonly PolicyNotice[]
  /** What became of each waiver, in the order of files and entries. */
  readonly waivers: readonly WaiverStatus[]
}

/**
 * Marks the findings that somebody has accepted: by an entry of a waivers file, else by a remark in the description.
 * Tells what is wrong with those who accept, and which of them are not needed.
 */
export async function accept<Document extends AcceptableDocument>(
  documents: readonly Document[],
  run: AcceptRun,
): Promise<Accepted<Document>> {
  const notices: PolicyNotice[] = []
  const remarks = remarksOf(documents, run, notices)
  const books = await Promise.all(
    run.books.map(async (each) => ({
      ...each,
      index: new WaiverIndex(each.book, await goneIn(each.book, run)),
    })),
  )
  const waivers = new WaiverRun(books, run.today)
  for (const document of documents) {
    waivers.look(document)
    remarks.look(document)
  }
  waivers.settle()
  const marked = documents.map((document) => {
    const mark = (finding: SettledFinding): SettledFinding => {
      const byWaiver = waivers.suppression(finding, document)
      const byRemark = remarks.suppression(finding, document)
      const suppressed = byWaiver ?? byRemark
      return suppressed ? { ...finding, suppressed } : finding
    }
    const { findings, assessed } = document
    const beside = assessed ? { assessed: { ...assessed, findings: assessed.findings.map(mark) } } : {}
    return { ...document, findings: findings.map(mark), ...beside }
  })
  const coverage = new Coverage(documents, run)
  append(notices, await remarks.notices(coverage, run.workingDirectory))
  const statuses = await statusesOf(waivers, run, coverage)
  append(
    notices,
    statuses.flatMap((status) => status.notices),
  )
  return { documents: marked, notices, waivers: statuses }
}

function remarksOf(
  documents: readonly AcceptableDocument[],
  { files }: AcceptRun,
  notices: PolicyNotice[],
): RemarkRun {
  const rules = rulesOf(documents)
  const read = [...files.values()].map((file) => readRemarks(file, rules))
  for (const each of read) append(notices, each.notices)
  return new RemarkRun(
    read.flatMap((each) => each.remarks),
    files,
  )
}

/** Ids of all rules that any of the policies knows; undefined where one does not tell. */
export function rulesOf(
  documents: readonly Pick<AcceptableDocument, 'policy'>[],
): ReadonlySet<string> | undefined {
  const all = new Set<string>()
  for (const policy of new Set(documents.map((each) => each.policy))) {
    if (!policy.ruleIds) return undefined
    for (const id of policy.ruleIds) all.add(id)
  }
  return all
}

async function statusesOf(
  waivers: WaiverRun,
  run: AcceptRun,
  coverage: Coverage,
): Promise<readonly WaiverStatus[]> {
  const inForce = new Map(run.books.map(({ book, documents }) => [book.file.uri, documents]))
  const whole = await Promise.all(
    [...waivers.records].map((record) => {
      const documents = inForce.get(record.waiver.uri) ?? new Set()
      return statusOf(record, {
        inForce: documents,
        coverage,
        today: run.today,
        workingDirectory: run.workingDirectory,
      })
    }),
  )
  const broken = run.books.flatMap(({ book }) => book.broken.map((each) => brokenStatus(each, book)))
  const order = run.books.map(({ book }) => book.file.uri)
  return [...whole, ...broken].sort(
    (a, b) => order.indexOf(a.uri) - order.indexOf(b.uri) || a.waiver.index - b.waiver.index,
  )
}

function brokenStatus(waiver: WaiverBook['broken'][number], { file }: WaiverBook): WaiverStatus {
  const { notice } = waiver
  return { waiver, uri: file.uri, state: 'incomplete', findings: 0, daysLeft: undefined, notices: [notice] }
}

/** Waivers whose file is neither part of the run nor anywhere else. */
async function goneIn({ file, waivers }: WaiverBook, run: AcceptRun): Promise<ReadonlySet<Waiver>> {
  const base = folderOf(file.uri)
  const read = new Set([...run.files.keys(), ...run.requested].map((uri) => relativeName(base, uri)))
  const lost = await Promise.all(
    waivers.map(async (waiver) => {
      const { file: name } = waiver.scope
      if (name === undefined || !isLiteral(name) || read.has(name)) return []
      const uri = uriOfName(base, name)
      return uri === undefined || (await run.exists(uri)) ? [] : [waiver]
    }),
  )
  return new Set(lost.flat())
}
