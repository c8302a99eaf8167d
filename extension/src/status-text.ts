import type { Status } from '@specward/language-server'
import type { SessionState } from './session.ts'

/** A review that takes longer than this many milliseconds is worth a word. */
const SLOW = 4000

export interface StatusText {
  readonly text: string
  readonly detail: string
  readonly severity: 'Information' | 'Warning' | 'Error'
}

/** The state of the server in words. */
export function statusText(session: SessionState, last: Status | undefined): StatusText {
  if (session === 'failed')
    return { text: 'Specward does not run', detail: 'The server has failed', severity: 'Error' }
  if (session === 'waiting') {
    return { text: 'Specward', detail: 'No API description seen yet', severity: 'Information' }
  }
  if (last?.state === 'failed') {
    return { text: 'Specward', detail: last.message ?? 'The review has failed', severity: 'Error' }
  }
  if (session === 'starting' || !last) {
    return {
      text: 'Specward',
      detail: session === 'starting' ? 'Starting' : 'Ready',
      severity: 'Information',
    }
  }
  if (last.state === 'busy') return { text: 'Specward', detail: 'Reviewing', severity: 'Information' }
  return readyText(last)
}

function readyText({ ms, isEdit, documents, message }: Status): StatusText {
  const known = documents === 1 ? '1 description' : `${documents} descriptions`
  if (ms === undefined) return { text: 'Specward', detail: message ?? known, severity: 'Information' }
  const took = `reviewed in ${durationText(ms)}`
  if (isEdit && ms > SLOW) {
    const advice = 'Set specward.run to onSave if that is in your way'
    return {
      text: `Specward: ${durationText(ms)}`,
      detail: `${known}, ${took}. ${advice}`,
      severity: 'Warning',
    }
  }
  return { text: 'Specward', detail: `${known}, ${took}`, severity: 'Information' }
}

/** `34 ms`, `1.2 s`. */
export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}
