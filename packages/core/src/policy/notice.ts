import type { Span } from '../source/types.ts'
import type { PolicyNotice } from './policy.ts'

/** A notice at the place of an entry, remark or exception. */
export function noticeAt(
  { uri, span }: { readonly uri: string; readonly span?: Span | undefined },
  code: PolicyNotice['code'],
  severity: PolicyNotice['severity'],
  message: string,
): PolicyNotice {
  return { code, severity, message, uri, ...(span ? { span } : {}) }
}

/** `Owner: Kim Rowe, approved by Ada Byron, ticket SEC-12.` */
export function peopleText(given: {
  readonly owner: string
  readonly approver?: string | undefined
  readonly ticket?: string | undefined
}): string {
  const { owner, approver, ticket } = given
  const parts = [`Owner: ${owner}`, approver && `approved by ${approver}`, ticket && `ticket ${ticket}`]
  return sentence(parts.filter((part) => part).join(', '))
}

/** A text with a full stop at its end, unless it has an end. */
export function sentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
