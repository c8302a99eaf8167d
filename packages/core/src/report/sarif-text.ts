import type { Severity } from '../policy/rule.ts'
import { visible } from './visible.ts'

/**
 * Text from a document as a SARIF plain text message (section 3.11).
 *
 * Viewers take `[text](target)` for a link, so the two halves are set apart; escaping the brackets instead would be
 * shown as it is by viewers that know no escapes, and lone brackets need none. `{0}` is a placeholder for an
 * argument, so its braces are doubled. Other braces stay single: the specification asks for `{{id}}`, but GitHub and
 * the viewers of Microsoft undo the doubling only where there are arguments, and would show every path template
 * wrong.
 */
export function sarifText(text: string): string {
  const shown = visible(text)
    .replaceAll('](', '] (')
    .replace(/\{(\d+)\}/g, '{{$1}}')
  return shown === '' ? '-' : shown
}

/** SARIF knows three levels that are shown; `info` and `hint` share the last. */
export function sarifLevel(severity: Severity): 'error' | 'warning' | 'note' {
  if (severity === 'error') return 'error'
  return severity === 'warn' ? 'warning' : 'note'
}
