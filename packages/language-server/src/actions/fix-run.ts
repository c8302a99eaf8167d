import {
  ConfigurationFailure,
  EvaluationCancelled,
  type FixedFile,
  fixAll,
  type LeftFix,
  type LintResult,
  type PlannedFile,
  planFixes,
  type ReportFinding,
  type Span,
  type WantedFix,
} from '@specward/core'
import {
  type CancellationToken,
  LSPErrorCodes,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { cancelled } from '../cancel.ts'
import type { Desk, Review } from '../desk.ts'
import { keyOf } from '../files.ts'
import type { FixOrder } from './fix-order.ts'

export interface CarriedOut {
  /** Undefined where there is nothing to change. */
  readonly edit?: WorkspaceEdit | undefined
  /** Why a fix was not made, as a clause; undefined where there was none. */
  readonly because?: string | undefined
}

/**
 * The reviews of a file from which it can be fixed: of the text as it is, or as it was when it was saved last, where
 * documents are judged then.
 */
export async function fixableReviews(
  desk: Desk,
  uri: string,
  token: CancellationToken,
): Promise<readonly Review[]> {
  const isOfSaved = desk.settings(uri).run === 'onSave'
  return (await desk.reviews(uri, token)).filter(({ isOutdated }) => isOfSaved || !isOutdated)
}

type Changed = Pick<PlannedFile | FixedFile, 'name' | 'before' | 'edits'>

/**
 * The edits of what is ordered, of the texts as they are now.
 * @throws ResponseError when the request is cancelled
 */
export async function carryOut(desk: Desk, order: FixOrder, token: CancellationToken): Promise<CarriedOut> {
  const reviews = await fixableReviews(desk, order.uri, token)
  try {
    for (const review of order.fix === 'one' ? reviews : reviews.slice(0, 1)) {
      const { files, left } = await fix(desk, review, reviews, order, token)
      const edit = await editOf(desk, review, files)
      if (files.length > 0 && !edit) return { because: 'the text has changed meanwhile' }
      if (edit || left.length > 0) return { edit, because: left[0]?.because }
    }
    return {}
  } catch (error) {
    if (error instanceof EvaluationCancelled) throw cancelled()
    if (error instanceof ResponseError) throw error
    if (error instanceof ConfigurationFailure) return { because: 'the configuration is not valid' }
    desk.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return { because: 'Specward failed, see its log' }
  }
}

/** Characters of a text from which on nobody waits, while a document is saved, for it to be judged on trial. */
const LARGE = 2_000_000

function isLarge(desk: Desk, { files }: Review): boolean {
  const lengths = files.map((uri) => desk.document(uri)?.getText().length ?? 0)
  return lengths.reduce((sum, length) => sum + length, 0) > LARGE
}

/** One fix is made as it is chosen; of many, those are left out that would bring something else. */
async function fix(
  desk: Desk,
  review: Review,
  reviews: readonly Review[],
  order: FixOrder,
  token: CancellationToken,
): Promise<{ readonly files: readonly Changed[]; readonly left: readonly LeftFix[] }> {
  const isHere = ({ file }: ReportFinding): boolean => keyOf(review.uriOf(file)) === keyOf(order.uri)
  const wanted = wantedBy(order)
  const isWanted: WantedFix = (finding, kind) => wanted(finding, kind) && isHere(finding)
  const signal = {
    get aborted(): boolean {
      return token.isCancellationRequested
    },
  }
  const isOne = order.fix === 'one'
  const result = await judgedNow(desk, isOne ? [review] : reviews, order.uri, signal)
  if (isOne || isLarge(desk, review)) return planFixes(result, isWanted)
  return fixAll(result, isWanted, { signal })
}

/**
 * The descriptions that reach a file, judged in one run, so that none of them loses by what another one gains. Where
 * documents are judged once they are saved, they are judged now as they stand in the editor.
 */
async function judgedNow(
  desk: Desk,
  reviews: readonly Review[],
  uri: string,
  signal: { readonly aborted: boolean },
): Promise<LintResult> {
  const [first, ...others] = reviews.map(({ result }) => result)
  if (!first) throw new ResponseError(LSPErrorCodes.RequestFailed, 'nothing was judged')
  const isOfSaved = desk.settings(uri).run === 'onSave'
  if (others.length === 0 && !isOfSaved) return first
  const documents = [first, ...others].flatMap((result) => result.documents)
  const files = isOfSaved ? new Set(documents.flatMap((each) => each.files ?? [each.uri])) : []
  const texts = [...files].flatMap((file): (readonly [string, { readonly text: string }])[] => {
    const text = desk.document(file)?.getText()
    return text === undefined ? [] : [[file, { text }]]
  })
  return first.again({
    texts: new Map(texts),
    documents: [...new Set(documents.map((each) => each.uri))],
    signal,
  })
}

function wantedBy(order: FixOrder): WantedFix {
  if (order.fix === 'safe') return (_, kind) => kind === 'safe'
  if (order.fix === 'rule') return ({ ruleId }) => ruleId === order.ruleId
  return ({ ruleId, fingerprint }) => ruleId === order.ruleId && fingerprint === order.fingerprint
}

/** Edits as the editor takes them; undefined where a text is not the one that was judged any more. */
async function editOf(
  desk: Desk,
  { uriOf }: Review,
  files: readonly Changed[],
): Promise<WorkspaceEdit | undefined> {
  if (files.length === 0) return undefined
  const changes = new Map<string, TextEdit[]>()
  for (const { name, before, edits } of files) {
    const uri = uriOf(name)
    const text = await desk.text(uri)
    // a byte order mark is no part of what is judged, but it may be one of what the editor holds
    const mark = text?.startsWith('\uFEFF') ? 1 : 0
    if (text?.slice(mark) !== before) return undefined
    const document = TextDocument.create(uri, '', 0, text)
    const range = ({ start, end }: Span) => ({
      start: document.positionAt(start + mark),
      end: document.positionAt(end + mark),
    })
    changes.set(
      uri,
      edits.map(({ span, text }) => ({ range: range(span), newText: text })),
    )
  }
  return workspaceEdit(desk, changes)
}

function workspaceEdit(desk: Desk, changes: ReadonlyMap<string, TextEdit[]>): WorkspaceEdit {
  if (!desk.client.workspace?.workspaceEdit?.documentChanges) return { changes: Object.fromEntries(changes) }
  return {
    documentChanges: [...changes].map(([uri, edits]) => ({
      textDocument: { uri, version: desk.document(uri)?.version ?? null },
      edits,
    })),
  }
}
