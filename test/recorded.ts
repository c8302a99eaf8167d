import { createHash } from 'node:crypto'
import { createConformanceChecker } from '@specward/conformance'
import {
  createRecorder,
  type DocumentRecord,
  type Host,
  type LintRequest,
  type LintResult,
  lintWithSources,
  REPORT_FORMATS,
  readDocumentRecord,
  renderReport,
} from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { rulesetEngine } from '../packages/cli/src/rulesets.ts'

export const FOLDER = 'file:///project/'

/** A folder that holds nothing but these files, by name. */
export function folderOf(files: Readonly<Record<string, string>>, folder = FOLDER): Host {
  const texts = new Map(Object.entries(files).map(([name, text]) => [folder + name, text]))
  return {
    read: async (uri) => {
      const text = texts.get(uri)
      return text === undefined ? { error: 'not-found', detail: 'there is no such file' } : { text }
    },
    exists: async (uri) => texts.has(uri),
    sha256: (content) => createHash('sha256').update(content).digest('hex'),
    now: () => 0,
  }
}

const conformance = createConformanceChecker()

/** Everything that can be asked of a run of these documents. */
export function requestFor(names: readonly string[], folder = FOLDER): LintRequest {
  return {
    documents: names.map((name) => ({ uri: folder + name, named: true })),
    registry,
    conformance,
    rulesetEngine,
    catalogue: loadCatalogue,
    version: '0',
    today: '2027-01-31',
    workingDirectory: folder,
  }
}

/** What a run comes to in every format, by its name. */
export function rendered(result: LintResult, host: Host): Readonly<Record<string, string>> {
  const { report, assessment, sources, ruleInfo } = result
  const rules = new Map(registry.rules.map(({ rule, category }) => [rule.id, { ...rule, category }]))
  const options = {
    rules: (id: string) => ruleInfo(id) ?? rules.get(id),
    prefix: '',
    text: { color: false, quiet: false, verbose: true, fixHint: ['safe', 'suggested'] as const, sources },
    assessment,
    sha256: (text: string) => host.sha256(text),
  }
  const formats = REPORT_FORMATS.filter((format) => assessment || format !== 'oscal')
  const beside = { assessment, baseline: result.baseline(FOLDER), waivers: result.waivers }
  return {
    ...Object.fromEntries(formats.map((format) => [format, renderReport(report, format, options)])),
    beside: JSON.stringify(beside, (_, held) => (held instanceof Set ? [...held] : held)),
  }
}

/** A record as it comes back from a file. */
export function asRead(record: DocumentRecord): DocumentRecord | undefined {
  return readDocumentRecord(JSON.parse(JSON.stringify(record)))
}

/** The records of all documents of a request as another process makes them, by their basis. */
export async function recordsOf(
  { documents, ...request }: LintRequest,
  host: Host,
): Promise<ReadonlyMap<string, DocumentRecord>> {
  const recorder = createRecorder(request, host)
  const records = new Map<string, DocumentRecord>()
  for (const document of documents) {
    const record = await recorder.record(document)
    const read = record && asRead(record)
    if (read) records.set(read.basis, read)
  }
  return records
}

/** A run that takes over records as far as a test lets it, and which documents it has judged itself. */
export async function lintRecorded(
  request: LintRequest,
  host: Host,
  records: ReadonlyMap<string, DocumentRecord>,
  isTaken: (index: number) => boolean = () => true,
): Promise<{ readonly result: LintResult; readonly judged: readonly string[] }> {
  const judged: string[] = []
  let index = 0
  const result = await lintWithSources(
    {
      ...request,
      records: {
        find: async ({ basis }) => (isTaken(index++) ? records.get(basis) : undefined),
        keep: (record) => judged.push(record.uri),
      },
    },
    host,
  )
  return { result, judged }
}
