import type { Undecided } from '../evaluate/types.ts'
import { addTo } from '../group.ts'
import { nodeOf } from '../policy/at.ts'
import type { Fix } from '../policy/rule.ts'
import type { SettledFinding } from '../settle/types.ts'
import { EditRefused } from '../source/edit-refused.ts'
import { escapeKey } from '../source/node.ts'
import type { Span } from '../source/types.ts'
import type { ReportInput } from './build.ts'
import { SecretIndex, SHORTEST } from './secret-index.ts'

/** What stands in messages where a secret stood. */
const REDACTED = '[redacted]'

/** Keeps the secrets that rules have found out of everything that is written about them. */
export class Redaction {
  readonly #secrets: SecretIndex
  readonly #spans = new Map<string, Span[]>()

  /** @param findings all of a run: what one of them holds secret is kept out of the others as well */
  constructor(findings: readonly SettledFinding[]) {
    const telling = findings.filter(({ secrets }) => secrets !== undefined && secrets.length > 0)
    const texts = new Set(telling.flatMap(({ secrets }) => secrets ?? []))
    // a secret may be part of a longer one, stand with the escapes of JSON, and in capitals where a ruleset asks for them
    const written = [...texts].flatMap((text) => [text, escaped(text), text.toUpperCase()])
    this.#secrets = new SecretIndex(
      written.filter((text) => text.length >= SHORTEST),
      REDACTED,
    )
    for (const { at, span } of telling) {
      const { uri } = nodeOf(at).file
      addTo(this.#spans, uri, span)
    }
  }

  /** False when there is nothing to hide. */
  get isNeeded(): boolean {
    return this.#spans.size > 0
  }

  /** A message without the secrets. */
  message(text: string): string {
    return this.#secrets.in(text).reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text)
  }

  /** A JSON Pointer without the secrets, which stand in it as names, with the escapes of pointers. */
  pointer(pointer: string): string {
    if (!this.isNeeded) return pointer
    const clear = (key: string): string =>
      escapeKey(this.message(key.replaceAll('~1', '/').replaceAll('~0', '~')))
    return pointer.split('/').map(clear).join('/')
  }

  /** True when the text holds a secret. */
  isTold(text: string): boolean {
    return this.#secrets.isIn(text)
  }

  /** The text of a file with every secret overwritten; lines and columns stay as they are. */
  source(uri: string, text: string): string {
    return this.#secrets.over(withoutSpans(text, this.#spans.get(uri) ?? []), blot)
  }
}

/** What a report is made of, with the secrets taken out of every message. */
export function withoutSecrets(input: ReportInput): ReportInput {
  const redaction = new Redaction(input.documents.flatMap(({ findings }) => findings))
  if (!redaction.isNeeded) return input
  const cleared = <M extends { readonly message: string }>(each: M): M => ({
    ...each,
    message: redaction.message(each.message),
  })
  return {
    ...input,
    documents: input.documents.map((document) => ({
      ...document,
      findings: clearedFindings(document.findings, redaction),
      undecided: clearedUndecided(document.undecided, redaction),
    })),
    problems: input.problems.map(cleared),
    notices: input.notices.map(cleared),
    renderEdits: clearedEdits(input.renderEdits, redaction),
    clearPointer: (pointer) => redaction.pointer(pointer),
  }
}

export function clearedFindings(
  findings: readonly SettledFinding[],
  redaction: Redaction,
): readonly SettledFinding[] {
  return findings.map((finding) => ({
    ...finding,
    message: redaction.message(finding.message),
    related: finding.related.map((each) => ({ ...each, message: redaction.message(each.message) })),
    operations: finding.operations.map((label) => redaction.message(label)),
    fix: clearedFix(finding.fix, redaction),
    suppressed: finding.suppressed && {
      ...finding.suppressed,
      reason: redaction.message(finding.suppressed.reason),
    },
  }))
}

export function clearedUndecided(
  undecided: readonly Undecided[],
  redaction: Redaction,
): readonly Undecided[] {
  return undecided.map((each) => ({
    ...each,
    because: redaction.message(each.because),
    operations: each.operations.map((label) => redaction.message(label)),
  }))
}

export function clearedEdits(
  renderEdits: ReportInput['renderEdits'],
  redaction: Redaction,
): ReportInput['renderEdits'] {
  return (file, edits) => {
    const texts = renderEdits(file, edits)
    // what stands beside the place of an edit may have to be written anew with it
    if (texts.some(({ text }) => redaction.isTold(text))) throw new EditRefused('secret-text', edits[0])
    return texts
  }
}

/** A fix that would have to write the secret down is withheld: without it, it would be another fix. */
function clearedFix(fix: Fix | undefined, redaction: Redaction): Fix | undefined {
  const tells = fix?.edits.some(({ edit: { path, ...written } }) => redaction.isTold(JSON.stringify(written)))
  return !fix || tells ? undefined : { ...fix, title: redaction.message(fix.title) }
}

/** As the text stands between the quotes of JSON. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  const parts: string[] = []
  let written = 0
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(start, written)
    if (end <= from) continue
    parts.push(text.slice(written, from), blot(text.slice(from, end)))
    written = end
  }
  return parts.join('') + text.slice(written)
}

function blot(text: string): string {
  return text.replace(/[^\s]/g, '*')
}
