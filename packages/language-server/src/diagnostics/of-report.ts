import type { ConfigurationError } from '@specward/core'
import type { Diagnostic, Location } from 'vscode-languageserver'
import type { Review } from '../desk.ts'
import { isLocal, keyOf } from '../files.ts'
import {
  configurationDiagnostic,
  failureDiagnostic,
  findingDiagnostic,
  lastName,
  problemDiagnostic,
  toldElsewhere,
} from '../translate.ts'
import type { Told } from './told.ts'

/** Collects diagnostics by file. */
class Collected {
  readonly uris = new Map<string, string>()
  readonly byFile = new Map<string, Diagnostic[]>()

  add(uri: string, diagnostic: Diagnostic): void {
    const key = keyOf(uri)
    this.uris.set(key, uri)
    const list = this.byFile.get(key)
    if (list) list.push(diagnostic)
    else this.byFile.set(key, [diagnostic])
  }
}

/**
 * What a review has to say, each thing in the file that it stands in. Findings that somebody has accepted, or that the
 * baseline knows, are left out.
 * @param siteOf where a description refers to a file of its, by the URI of the file
 */
export function toldBy(review: Review, siteOf: (uri: string) => Location | undefined): Told {
  const { uri: root, uriOf, result } = review
  const { report } = result
  const name = report.documents[0]?.file ?? lastName(root)
  const [findings, others] = [new Collected(), new Collected()]
  const whenOpen: Diagnostic[] = []
  const isRoot = (uri: string): boolean => keyOf(uri) === keyOf(root)
  for (const finding of report.findings) {
    if (finding.suppressed !== null || !finding.isNew) continue
    const [uri, diagnostic] = [uriOf(finding.file), findingDiagnostic(finding, uriOf)]
    const site = siteOf(uri)
    if (isRoot(uri)) findings.add(root, diagnostic)
    else if (isLocal(uri, root)) findings.add(uri, reachedFrom(diagnostic, name, site))
    else findings.add(root, toldElsewhere(diagnostic, uri, site?.range))
  }
  for (const problem of report.problems) {
    const uri = problem.file === undefined ? root : uriOf(problem.file)
    const diagnostic = problemDiagnostic(problem)
    if (isLocal(uri, root)) others.add(uri, diagnostic)
    if (isRoot(uri)) continue
    const site = siteOf(uri)
    const range = site && isRoot(site.uri) ? site.range : undefined
    const told = toldElsewhere(diagnostic, uri, range)
    if (isLocal(uri, root)) whenOpen.push(told)
    else others.add(root, told)
  }
  for (const notice of report.notices) {
    if (notice.file === undefined) continue
    const uri = uriOf(notice.file)
    if (isLocal(uri, root)) others.add(uri, problemDiagnostic(notice))
  }
  const uris = new Map([...findings.uris, ...others.uris])
  return { name, uris, findings: findings.byFile, others: others.byFile, whenOpen }
}

/**
 * What is said where a configuration is not valid: each fault in its file, and in the file that is judged by it.
 * @param isApi whether that file may be an API description: to others it does not matter
 */
export function toldByFaults(uri: string, errors: readonly ConfigurationError[], isApi: boolean): Told {
  const others = new Collected()
  const whenOpen: Diagnostic[] = []
  for (const error of errors) {
    const diagnostic = configurationDiagnostic(error)
    const place = error.uri ?? uri
    if (isLocal(place, uri)) others.add(place, diagnostic)
    if (isApi && keyOf(place) !== keyOf(uri)) whenOpen.push(toldElsewhere(diagnostic, place))
  }
  const name = lastName(uri)
  return { name, uris: others.uris, findings: new Map(), others: others.byFile, whenOpen }
}

/** What is said where Specward itself has failed. */
export function toldByFailure(uri: string, message: string): Told {
  const others = new Collected()
  others.add(uri, failureDiagnostic(`Specward failed, so nothing was judged: ${message}`))
  return { name: lastName(uri), uris: others.uris, findings: new Map(), others: others.byFile, whenOpen: [] }
}

function reachedFrom(diagnostic: Diagnostic, name: string, site: Location | undefined): Diagnostic {
  if (!site) return diagnostic
  const message = `\`${name}\` reaches this file from here.`
  const related = diagnostic.relatedInformation ?? []
  return { ...diagnostic, relatedInformation: [...related, { location: site, message }] }
}
