import { type LintResult, mayBeApi } from '@specward/core'
import type { Diagnostic } from 'vscode-languageserver'
import type { Review } from '../desk.ts'
import { toldBy, toldByFailure, toldByFaults } from '../diagnostics/of-report.ts'
import { sitesOf } from '../diagnostics/sites.ts'
import { type FileDiagnostics, NOTHING, type Told } from '../diagnostics/told.ts'
import { keyOf, uriIn } from '../files.ts'
import { notInForce } from '../policy-files/in-force.ts'
import type { Judged } from './judge.ts'
import type { Subject } from './subject.ts'

/** What has become of a file that was judged. */
export interface Accepted {
  readonly told: Told
  readonly review: Review | undefined
  /** Whether it keeps what was known before, because a text is broken that somebody is writing. */
  readonly keeps: boolean
}

export interface AcceptContext {
  /** URI of the workspace folder of the file. */
  readonly folder: string
  /** Milliseconds that it took. */
  readonly ms: number
  /** How the editor writes the URI of a file; undefined where it is not open. */
  openUri(uri: string): string | undefined
  /** Text of an open file. */
  openText(uri: string): string | undefined
}

/** What a file must not be told that turns out to be no API description. */
const NO_API = new Set(['not-an-api-description', 'file-empty'])

/** What is said and kept of a file after a run. */
export function accept(
  subject: Subject,
  judged: Exclude<Judged, { readonly superseded: true }>,
  context: AcceptContext,
): Accepted {
  const { uri } = subject
  if ('nothing' in judged) return dropped(NOTHING)
  if ('failure' in judged) return dropped(toldByFailure(uri, judged.failure))
  if ('errors' in judged) {
    const isApi = mayBeApi([new TextEncoder().encode(context.openText(uri) ?? '')])
    const told = toldByFaults(uri, judged.errors, isApi)
    const isWritten = judged.errors.some((error) => error.uri !== undefined && context.openUri(error.uri))
    return isWritten && subject.review ? kept(subject, told, subject.review) : dropped(told)
  }
  return acceptResult(subject, judged.result, context)
}

function acceptResult(subject: Subject, result: LintResult, context: AcceptContext): Accepted {
  const { report } = result
  const isJudged = result.documents.length > 0
  // what is wrong with a ruleset says nothing of the file
  const own = report.problems.filter(({ file }) => file === undefined || file === result.nameOf(subject.uri))
  if (!isJudged && own.every(({ code }) => NO_API.has(code))) {
    return dropped(
      ownNotices(
        subject,
        toldBy(reviewOf(subject, result, context), () => undefined),
        notInForce(subject.uri, result, context.folder),
      ),
    )
  }
  const review = reviewOf(subject, result, context)
  const sites = review.understood ? sitesOf(review.understood, review.uriOf) : new Map()
  const told = toldBy(review, (uri) => sites.get(keyOf(uri)))
  const isBroken = report.problems.some(
    ({ code, file }) => code === 'syntax-error' && file !== undefined && context.openUri(review.uriOf(file)),
  )
  if (!isBroken) return { told, review, keeps: false }
  const { review: good } = subject
  if (good && subject.isGood) return kept(subject, told, good)
  return { told, review: { ...review, isOutdated: true }, keeps: false }
}

function dropped(told: Told): Accepted {
  return { told, review: undefined, keeps: false }
}

/** The findings from before beside the problems of now. */
function kept(subject: Subject, told: Told, review: Review): Accepted {
  const before = subject.told
  const uris = new Map([...before.uris, ...told.uris])
  return {
    told: { ...told, name: before.name, uris, findings: before.findings },
    review: { ...review, isOutdated: true },
    keeps: true,
  }
}

/** Of a file that is no API description, what is wrong in itself: it may be a part of the policy. */
function ownNotices({ key, uri }: Subject, told: Told, hint: Diagnostic | undefined): Told {
  const said = (told.others.get(key) ?? []).filter(({ code }) => !isOfRun(code) && !NO_API.has(String(code)))
  const own = hint ? [hint, ...said] : said
  if (own.length === 0) return NOTHING
  const others: FileDiagnostics = new Map([[key, own]])
  return { ...told, uris: new Map([...told.uris, [key, uri]]), others, findings: new Map(), whenOpen: [] }
}

/** Whether something is said of all documents of a run, and there was none. */
function isOfRun(code: Diagnostic['code']): boolean {
  return /-(?:unmatched|unused|stale)$/.test(String(code))
}

function reviewOf({ uri }: Subject, result: LintResult, { folder, ms, openUri }: AcceptContext): Review {
  const [document] = result.documents
  const uris = new Map<string, string>()
  return {
    uri,
    result,
    understood: document?.understood,
    uriOf: (file) => {
      const known = uris.get(file)
      if (known !== undefined) return openUri(known) ?? known
      const made = uriIn(folder, file)
      uris.set(file, made)
      return openUri(made) ?? made
    },
    files: (document?.files ?? [uri]).map((file) => openUri(file) ?? file),
    isOutdated: false,
    ms,
  }
}
