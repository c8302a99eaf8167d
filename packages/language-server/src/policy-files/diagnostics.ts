import { type ConfigurationError, checkPolicyFile, type Range as ReportRange } from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Desk } from '../desk.ts'
import { keyOf } from '../files.ts'
import { hostOf, kindOf, rulesetsOf } from './policy-file.ts'
import { documentOf } from './text.ts'

/**
 * What is wrong with a file of a policy, in the words of the command line, whether or not a description is judged by it:
 * what it says itself, and what the reviews that are kept have to say about it. Nothing for any other file.
 *
 * @param uri as the editor writes it
 */
export async function policyDiagnostics(desk: Desk, uri: string): Promise<Diagnostic[]> {
  const kind = kindOf(desk, uri)
  const document = kind && (await documentOf(desk, uri))
  if (!kind || !document) return []
  const { version, today } = desk.options
  const checked = await checkPolicyFile(
    {
      uri,
      kind,
      registry,
      version,
      workingDirectory: desk.folderOf(uri),
      today: today?.(),
      rulesets: rulesetsOf(desk, uri),
      catalogue: loadCatalogue,
    },
    hostOf(desk),
  )
  const isHere = (each: string | undefined): boolean => each === undefined || keyOf(each) === keyOf(uri)
  const errors = checked.errors.map((error) => errorDiagnostic(error, document))
  const own = checked.notices.filter((each) => each.uri !== undefined && isHere(each.uri))
  const reviewed = desk.kept.flatMap(({ result, uriOf }) =>
    result.report.notices.filter(({ file }) => file !== undefined && isHere(uriOf(file))),
  )
  const diagnostics = [...errors, ...[...own, ...reviewed].map(noticeDiagnostic)]
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()]
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warn: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

/** A fault at its place; one of another file at the top, with a link to it. */
function errorDiagnostic(
  { uri, line = 1, column = 1, message }: ConfigurationError,
  document: TextDocument,
): Diagnostic {
  const start = { line: line - 1, character: column - 1 }
  const about = { severity: DiagnosticSeverity.Error, source: 'specward', code: 'configuration' }
  if (uri === undefined || keyOf(uri) === keyOf(document.uri)) {
    return { ...about, range: wordAt(document, start), message }
  }
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))
  const location = { uri, range: { start, end: start } }
  return {
    ...about,
    range: TOP,
    message: `${name}: ${message}`,
    relatedInformation: [{ location, message: 'It stands here.' }],
  }
}

/** From a place to the end of the word or quotation there. */
function wordAt(document: TextDocument, start: Range['start']): Range {
  const line = document.getText({ start, end: { line: start.line + 1, character: 0 } })
  const word = /^(?:"[^"\n\r]*"|'[^'\n\r]*'|[^\s#][^\s:,#\]}]*)/.exec(line)?.[0] ?? ''
  return { start, end: { line: start.line, character: start.character + word.length } }
}

interface Notice {
  readonly code: string
  readonly severity: keyof typeof SEVERITIES
  readonly message: string
  readonly range?: ReportRange | undefined
}

function noticeDiagnostic({ code, severity, message, range }: Notice): Diagnostic {
  const at = ({ line, column }: ReportRange['start']) => ({ line: line - 1, character: column - 1 })
  const place = range ? { start: at(range.start), end: at(range.end) } : TOP
  return { range: place, severity: SEVERITIES[severity], source: 'specward', code, message }
}
