import { isObject, own } from '../json.ts'
import { folderOf } from '../policy/folders.ts'
import type { ConfigurationError } from '../policy/policy.ts'
import type { Severity } from '../policy/rule.ts'
import { GATES, SEVERITIES } from '../policy/words.ts'
import type { Path, SourceFile } from '../source/types.ts'
import type { BaseFinding } from './base-types.ts'

/** A baseline or a report of an earlier run, as it was read. */
export interface BaseRecord {
  readonly kind: 'baseline' | 'report'
  readonly uri: string
  /** URI of the folder that its names are relative to, ending in `/`. */
  readonly folder: string
  readonly documents: ReadonlyMap<string, readonly BaseFinding[]>
  /** The rules that were run for it. */
  readonly rules: ReadonlySet<string>
  /** The gate of a report; the usual one where it does not say. */
  readonly failOn: Severity | 'never'
}

export type RecordReading =
  | { readonly record: BaseRecord }
  | { readonly errors: readonly ConfigurationError[] }

/** Errors that are told of one file: one broken habit repeats itself. */
const MOST_TOLD = 10

const ANEW = 'write it anew with `specward baseline --accept-new`'

/**
 * Reads a baseline, or a report of `lint --format json`, and checks what it is used for; keys that are not known are
 * left alone, because later versions may add some.
 *
 * @param workingDirectory URI of a folder, ending in `/`: the names in a report are taken as relative to it
 */
export function readRecord(file: SourceFile, workingDirectory: string): RecordReading {
  const reader = new Reader(file)
  const broken = file.problems.find(({ severity }) => severity === 'error')
  if (file.value === undefined || broken) {
    const message = `This is no JSON that can be read: ${broken?.message ?? 'it is empty.'}`
    return { errors: [reader.error(broken?.span?.start, message)] }
  }
  const isReport = isObject(own(file.value, 'tool')) && Array.isArray(own(file.value, 'findings'))
  const isBaseline = !isReport && isObject(own(file.value, 'documents'))
  if (!isReport && !isBaseline) {
    const what = Array.isArray(own(file.value, 'runs')) ? 'a SARIF log' : 'something else'
    const wanted = 'a baseline of `specward baseline` or a report of `specward lint --format json` is wanted'
    return { errors: [reader.errorAt([], `This is ${what}; ${wanted}.`)] }
  }
  const version = own(file.value, 'version')
  if (version !== 1) {
    const message =
      version === undefined
        ? `There is no \`version\`; ${ANEW}.`
        : `\`version\` is ${JSON.stringify(version)}, and this Specward knows version 1 alone. Update Specward, or ${ANEW}.`
    return { errors: [reader.errorAt(version === undefined ? [] : ['version'], message)] }
  }
  const documents = isReport ? reader.reportDocuments() : reader.baselineDocuments()
  const rules = isReport ? reader.reportRules() : reader.baselineRules()
  if (reader.errors.length > 0) return { errors: reader.errors.slice(0, MOST_TOLD) }
  const folder = isReport ? workingDirectory : folderOf(file.uri)
  const kind = isReport ? 'report' : 'baseline'
  return { record: { kind, uri: file.uri, folder, documents, rules, failOn: gateOf(file.value) } }
}

function gateOf(report: unknown): Severity | 'never' {
  const failOn = own(own(report, 'gate'), 'failOn')
  return GATES.find((word) => word === failOn) ?? 'error'
}

class Reader {
  readonly errors: ConfigurationError[] = []
  readonly #file: SourceFile

  constructor(file: SourceFile) {
    this.#file = file
  }

  error(offset: number | undefined, message: string): ConfigurationError {
    const position = offset === undefined ? undefined : this.#file.position(offset)
    return { message, uri: this.#file.uri, ...position }
  }

  errorAt(path: Path, message: string): ConfigurationError {
    return this.error(this.#file.locate(path)?.value.start, message)
  }

  baselineDocuments(): ReadonlyMap<string, readonly BaseFinding[]> {
    const documents = new Map<string, readonly BaseFinding[]>()
    const all = own(this.#file.value, 'documents')
    for (const [name, listed] of Object.entries(isObject(all) ? all : {})) {
      if (!Array.isArray(listed)) {
        this.errors.push(this.errorAt(['documents', name], 'The findings of a document are a list.'))
        continue
      }
      const path = ['documents', name]
      const read = listed.flatMap(
        (each, index) => this.#finding(each, [...path, String(index)], 'rule', 'place') ?? [],
      )
      documents.set(name, read)
    }
    return documents
  }

  /** A finding in a file that several documents share belongs to those that it names, else to all. */
  reportDocuments(): ReadonlyMap<string, readonly BaseFinding[]> {
    const listed = this.#list('documents').map((each) => own(each, 'file'))
    const names = listed.filter((name) => typeof name === 'string')
    const documents = new Map<string, BaseFinding[]>(names.map((name) => [name, []]))
    for (const [index, each] of this.#list('findings').entries()) {
      const suppressed = own(each, 'suppressed')
      if (suppressed !== null && suppressed !== undefined) continue
      const finding = this.#finding(each, ['findings', String(index)], 'ruleId', 'pointer')
      if (!finding) continue
      for (const name of documentsOf(each, names, documents)) documents.get(name)?.push(finding)
    }
    return documents
  }

  reportRules(): ReadonlySet<string> {
    const ids = this.#list('rules').map((rule) => own(rule, 'id'))
    return new Set(ids.filter((id) => typeof id === 'string'))
  }

  baselineRules(): ReadonlySet<string> {
    return new Set(this.#list('rules').filter((id) => typeof id === 'string'))
  }

  #list(key: string): readonly unknown[] {
    const value = own(this.#file.value, key)
    if (Array.isArray(value)) return value
    this.errors.push(this.errorAt(value === undefined ? [] : [key], `\`${key}\` has to be a list.`))
    return []
  }

  #finding(value: unknown, path: Path, ruleKey: string, placeKey: string): BaseFinding | undefined {
    const ruleId = this.#text(value, path, ruleKey)
    const fingerprint = this.#text(value, path, 'fingerprint')
    const severity = SEVERITIES.find((word) => word === own(value, 'severity'))
    if (severity === undefined) this.#wrong(path, 'severity', `one of ${SEVERITIES.join(', ')}`)
    if (ruleId === undefined || fingerprint === undefined || severity === undefined) return undefined
    const place = own(value, placeKey)
    const parts = this.#parts(value, path)
    return {
      ruleId,
      fingerprint,
      severity: severity as Severity,
      ...(parts ? { parts } : {}),
      place: typeof place === 'string' ? place : '',
    }
  }

  #parts(value: unknown, path: Path): readonly string[] | undefined {
    const parts = own(value, 'parts')
    if (parts === undefined) return undefined
    if (
      Array.isArray(parts) &&
      parts.length > 0 &&
      parts.every((part) => typeof part === 'string' && part !== '')
    )
      return parts
    this.#wrong(path, 'parts', 'a list of texts')
    return undefined
  }

  #text(value: unknown, path: Path, key: string): string | undefined {
    const text = own(value, key)
    if (typeof text === 'string' && text !== '') return text
    this.#wrong(path, key, 'a text')
    return undefined
  }

  #wrong(path: Path, key: string, wanted: string): void {
    if (this.errors.length > MOST_TOLD) return
    const there = this.#file.locate([...path, key])
    const at = there ?? this.#file.locate(path)
    this.errors.push(this.error(at?.value.start, `\`${key}\` of a finding has to be ${wanted}.`))
  }
}

function documentsOf(
  finding: unknown,
  names: readonly string[],
  known: ReadonlyMap<string, unknown>,
): readonly string[] {
  const told = own(finding, 'documents')
  if (Array.isArray(told)) return told.filter((name) => typeof name === 'string')
  const file = own(finding, 'file')
  return typeof file === 'string' && known.has(file) ? [file] : names
}
