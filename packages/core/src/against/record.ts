import { append } from '../append.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import { COMPANIONS, companionsOf } from '../policy/companions.ts'
import { ConfigurationFailure } from '../policy/configuration-failure.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import { relativeName, uriOfName } from '../settle/file-name.ts'
import { type Absent, absentNotices } from './absent.ts'
import { type BaseRecord, readRecord } from './base-record.ts'
import type { BaseDocument, BaseFinding } from './base-types.ts'
import { matchFindings } from './match.ts'
import { isSure } from './sure.ts'
import { type SwitchedOff, switchedOffSince } from './switched-off.ts'
import type { Comparable, Comparison } from './types.ts'

/** Fixed findings that a notice names. */
const NAMED = 3

interface InForce {
  readonly record: BaseRecord
  /** Documents that it is for, by their place among those of the run. */
  readonly indices: readonly number[]
  /** True of one that was named for the run. */
  readonly isAsked?: boolean
}

/** Compares with the baselines that belong to the policies of the documents; each document with its own. */
export async function compareWithBaselines(run: Comparable): Promise<Comparison> {
  const found = new Map<string, number[]>()
  const byConfig = new Map<string | undefined, Promise<readonly string[]>>()
  const configs = new Map(run.tasks.map((task) => [task.document.uri, task.config]))
  for (const [index, { uri }] of run.ran.documents.entries()) {
    const config = configs.get(uri)
    const looking = byConfig.get(config) ?? companionsOf('baseline', config, run.workingDirectory, run.loader)
    byConfig.set(config, looking)
    for (const baseline of await looking) {
      const indices = found.get(baseline)
      if (indices) indices.push(index)
      else found.set(baseline, [index])
    }
  }
  if (found.size === 0) return { documents: run.ran.documents, notices: [], base: undefined }
  const inForce: InForce[] = []
  for (const [uri, indices] of found) inForce.push({ record: await baselineAt(uri, run), indices })
  return compareWith(inForce, run)
}

/** A report that lies where the baseline belongs was agreed on by nobody. */
async function baselineAt(uri: string, run: Comparable): Promise<BaseRecord> {
  const record = await recordAt(uri, run)
  if (record.kind === 'baseline') return record
  const message = `This is a report, which accepts nothing, and it stands where a baseline is looked for. Move it away, or remove it; \`specward baseline\` then writes one. To compare with it all the same, give it another name and say so: \`specward lint --base <file>\`.`
  throw new ConfigurationFailure([{ message, uri, line: 1, column: 1 }])
}

/** Compares with one baseline or report. */
export async function compareWithRecord(uri: string, run: Comparable): Promise<Comparison> {
  const indices = run.ran.documents.map((_, index) => index)
  return compareWith([{ record: await recordAt(uri, run), indices, isAsked: true }], run)
}

async function recordAt(uri: string, { loader, workingDirectory, files }: Comparable): Promise<BaseRecord> {
  const loaded = await loader.load(uri)
  if ('error' in loaded) {
    const message = `What the run is to be compared with cannot be read: ${loaded.detail}.`
    throw new ConfigurationFailure([{ message, uri }])
  }
  files.set(uri, loaded.file)
  const reading = readRecord(loaded.file, workingDirectory)
  if ('errors' in reading) throw new ConfigurationFailure(reading.errors)
  return reading.record
}

async function compareWith(inForce: readonly InForce[], run: Comparable): Promise<Comparison> {
  const documents = [...run.ran.documents]
  const notices: PolicyNotice[] = []
  let fixed = 0
  for (const each of inForce) {
    const held = await holdAgainst(each, documents, run)
    for (const [at, index] of each.indices.entries()) {
      const document = held.documents[at]
      if (document) documents[index] = document
    }
    append(notices, held.notices)
    fixed += held.fixed
  }
  const names = inForce.map(({ record }) => relativeName(run.workingDirectory, record.uri)).sort()
  const kind = inForce.every(({ record }) => record.kind === 'baseline') ? 'baseline' : 'report'
  return { documents, notices, base: { kind, name: names.join(', '), fixed } }
}

interface Held {
  /** Those that the base is for. */
  readonly documents: readonly DocumentResult[]
  readonly notices: readonly PolicyNotice[]
  readonly fixed: number
}

async function holdAgainst(
  { record, indices, isAsked }: InForce,
  all: readonly DocumentResult[],
  run: Comparable,
): Promise<Held> {
  const compared = indices.flatMap((index) => all[index] ?? [])
  const nameOf = ({ uri }: DocumentResult): string => relativeName(record.folder, uri)
  const named = compared.map((document) => ({ name: nameOf(document), findings: document.findings }))
  const base = await baseDocuments(record, new Set(named.map(({ name }) => name)), run)
  const matched = matchFindings(named, base)
  const documents = compared.map((document, at) => ({ ...document, findings: matched.findings[at] ?? [] }))
  const gone = compared.flatMap((document, at) =>
    (matched.missing[at] ?? [])
      .filter(({ ruleId }) => isSure(document, ruleId, run.ran))
      .map((finding) => ({ finding, name: nameOf(document) })),
  )
  const fixed = gone.length
  const isStrange = isAsked && matched.counterparts.every((name) => name === undefined)
  const told = isStrange ? unmatched(record, named[0]?.name) : []
  if (record.kind === 'report') {
    const off = await switchedOff(record, compared, matched.counterparts, run)
    const whole = documents.map((document) => ({
      ...document,
      findings: [...document.findings, ...(off.hidden.get(document.uri) ?? [])],
    }))
    return { documents: whole, notices: [...told, ...off.notices], fixed }
  }
  const absent = await absentNotices(record, absentIn(record, base, named, matched.counterparts), run)
  const lost = fixed > 0 ? [stale(record, gone, run.workingDirectory)] : []
  return { documents, notices: [...told, ...absent, ...lost, ...outdated(record, documents)], fixed }
}

function switchedOff(
  record: BaseRecord,
  compared: readonly DocumentResult[],
  counterparts: readonly (string | undefined)[],
  run: Comparable,
): Promise<SwitchedOff> {
  const tasks = new Map(run.tasks.map((task) => [task.document.uri, task]))
  const reported = compared.flatMap((document, at) => {
    const [task, listed] = [tasks.get(document.uri), record.documents.get(counterparts[at] ?? '')]
    return task && listed ? [{ task, document, listed }] : []
  })
  return switchedOffSince(record, reported, relativeName(run.workingDirectory, record.uri), run)
}

/** Nothing that was judged is among what the base knows: then all counts as new, which has to be told. */
function unmatched(
  { kind, uri, documents }: BaseRecord,
  judged: string | undefined,
): readonly PolicyNotice[] {
  const [known] = documents.keys()
  if (known === undefined || judged === undefined) return []
  const advice =
    kind === 'report'
      ? 'The names in a report are relative to the folder in which it was made: run `specward lint` there.'
      : 'The names in a baseline are relative to its own folder: leave it where it was written.'
  const message = `All findings count as new, because no document of this run is in it: it knows \`${known}\`, and \`${judged}\` was judged. ${advice}`
  return [{ code: 'base-incomplete', severity: 'warn', message, uri }]
}

/** The documents of a record, with whether they are there still. */
async function baseDocuments(
  record: BaseRecord,
  present: ReadonlySet<string>,
  { loader, tasks, workingDirectory }: Comparable,
): Promise<readonly BaseDocument[]> {
  const folders = [...tasks.map(({ root }) => root), record.folder, workingDirectory]
  const all = [...record.documents].map(async ([name, findings]) => {
    const uri = present.has(name) ? undefined : uriOfName(record.folder, name)
    return { name, findings, isGone: uri !== undefined && !(await loader.guard.existsIn(uri, folders)) }
  })
  return Promise.all(all)
}

/** Documents of a record that are none of the run, under whatever name. */
function absentIn(
  { folder }: BaseRecord,
  base: readonly BaseDocument[],
  present: readonly { readonly name: string }[],
  counterparts: readonly (string | undefined)[],
): readonly Absent[] {
  const known = new Set([...present.map(({ name }) => name), ...counterparts])
  return base.flatMap(({ name, isGone }) => {
    const uri = known.has(name) ? undefined : uriOfName(folder, name)
    return uri === undefined ? [] : [{ name, uri, isThere: !isGone }]
  })
}

function stale(
  { uri }: BaseRecord,
  gone: readonly { readonly finding: BaseFinding; readonly name: string }[],
  workingDirectory: string,
): PolicyNotice {
  const told = gone.slice(0, NAMED).map(({ finding, name }) => {
    const place = finding.place === '' ? '' : ` at \`${finding.place}\``
    return `\`${finding.ruleId}\`${place} in \`${name}\``
  })
  const more = gone.length > told.length ? ` and ${gone.length - told.length} more` : ''
  const isBeside = uri === workingDirectory + COMPANIONS.baseline
  const command = `specward baseline${isBeside ? '' : ` --output ${relativeName(workingDirectory, uri)}`}`
  const what = gone.length === 1 ? 'A finding that it lists is' : `${gone.length} findings that it lists are`
  return {
    code: 'baseline-stale',
    severity: 'warn',
    message: `${what} fixed: ${told.join(', ')}${more}. \`${command}\` takes them out, so that they cannot come back unseen.`,
    uri,
  }
}

/** What rules find that were not run for the baseline is new because the rule is. */
function outdated({ uri, rules }: BaseRecord, documents: readonly DocumentResult[]): readonly PolicyNotice[] {
  if (rules.size === 0) return []
  const fresh = documents.flatMap(({ findings }) =>
    findings.filter((each) => !each.isKnown && !each.suppressed && !rules.has(each.ruleId)),
  )
  if (fresh.length === 0) return []
  const ids = [...new Set(fresh.map(({ ruleId }) => ruleId))].sort()
  const named = ids.slice(0, NAMED).map((id) => `\`${id}\``)
  const more = ids.length > named.length ? ` and ${ids.length - named.length} more` : ''
  const what = fresh.length === 1 ? '1 finding counts' : `${fresh.length} findings count`
  return [
    {
      code: 'baseline-outdated',
      severity: 'info',
      message: `${what} as new because the rule was not run when this was written: ${named.join(', ')}${more}. \`specward baseline --accept-new\` records what is found today.`,
      uri,
    },
  ]
}
