import type { Severity } from '../../policy/rule.ts'
import type { ExposedOperation, Standing } from '../assessment.ts'
import { type Html, html } from './markup.ts'

/** Names of the icons in the page; each is told apart by its shape alone. */
export type Icon =
  | 'fail'
  | 'pass'
  | 'review'
  | 'none'
  | 'open'
  | 'lock'
  | 'unlock'
  | 'half'
  | 'unknown'
  | 'info'

/** Tones: colours that stand for the same everywhere on the page, never without a word and a shape. */
export type Tone = 'bad' | 'warn' | 'good' | 'open' | 'calm' | 'note'

interface Look {
  readonly word: string
  readonly tone: Tone
  readonly icon: Icon
}

export const STANDING_LOOKS: Readonly<Record<Standing, Look & { readonly about: string }>> = {
  fail: { word: 'fail', tone: 'bad', icon: 'fail', about: 'something breaks it' },
  open: { word: 'open', tone: 'open', icon: 'open', about: 'not all has been looked at or answered yet' },
  review: { word: 'review', tone: 'warn', icon: 'review', about: 'a person has to decide' },
  accepted: {
    word: 'accepted',
    tone: 'calm',
    icon: 'review',
    about: 'somebody has accepted what speaks against it',
  },
  pass: { word: 'pass', tone: 'good', icon: 'pass', about: 'looked at, and all is well' },
  notApplicable: { word: 'n.a.', tone: 'calm', icon: 'none', about: 'there is nothing that it is about' },
}

/** @param isItem of a requirement of a framework: where a control passes, that supports it and no more */
export function lookOf(standing: Standing, isItem: boolean): Look & { readonly about: string } {
  const look = STANDING_LOOKS[standing]
  if (!isItem || standing !== 'pass') return look
  return { ...look, word: 'supported', about: 'a control that supports it passes' }
}

export const CALLERS: Readonly<Record<ExposedOperation['callers'], Look>> = {
  anyone: { word: 'anyone', tone: 'bad', icon: 'unlock' },
  optional: { word: 'optional', tone: 'warn', icon: 'half' },
  unknown: { word: 'unknown', tone: 'open', icon: 'unknown' },
  authenticated: { word: 'authenticated', tone: 'good', icon: 'lock' },
}

export const CALLER_ORDER = Object.keys(CALLERS) as readonly ExposedOperation['callers'][]

export type Transport = 'plaintext' | 'mixed' | 'unknown' | 'encrypted' | 'none'

export const TRANSPORTS: Readonly<Record<Transport, Look>> = {
  plaintext: { word: 'plaintext', tone: 'bad', icon: 'unlock' },
  mixed: { word: 'partly plaintext', tone: 'bad', icon: 'half' },
  unknown: { word: 'unknown', tone: 'open', icon: 'unknown' },
  encrypted: { word: 'encrypted', tone: 'good', icon: 'lock' },
  none: { word: 'no server', tone: 'calm', icon: 'none' },
}

export const SEVERITY_LOOKS: Readonly<Record<Severity, Look & { readonly many: string }>> = {
  error: { word: 'error', many: 'errors', tone: 'bad', icon: 'fail' },
  warn: { word: 'warning', many: 'warnings', tone: 'warn', icon: 'review' },
  info: { word: 'info', many: 'info', tone: 'note', icon: 'info' },
  hint: { word: 'hint', many: 'hints', tone: 'calm', icon: 'none' },
}

export function icon(name: Icon): Html {
  return html`<svg class="i" aria-hidden="true"><use href="#i-${name}"/></svg>`
}

/** A word on its tone, with its shape. */
export function badge({ word, tone, icon: name }: Look, text = word): Html {
  return html`<span class="b ${tone}">${icon(name)}${text}</span>`
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The shapes, once for the page. */
export const SPRITE: Html = html`<svg class="sprite" aria-hidden="true" width="0" height="0">
<symbol id="i-fail" viewBox="0 0 16 16"><path d="M3.5 3.5l9 9m0-9l-9 9"/></symbol>
<symbol id="i-pass" viewBox="0 0 16 16"><path d="M2.5 8.5l3.5 3.5 7.5-8"/></symbol>
<symbol id="i-review" viewBox="0 0 16 16"><path d="M8 2l6.5 11.5h-13zM8 6.5v3m0 2v.2"/></symbol>
<symbol id="i-none" viewBox="0 0 16 16"><path d="M3 8h10"/></symbol>
<symbol id="i-open" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5" stroke-dasharray="2.6 1.8"/></symbol>
<symbol id="i-lock" viewBox="0 0 16 16"><path d="M5 7V5a3 3 0 0 1 6 0v2"/><rect x="3" y="7" width="10" height="6.5" rx="1" class="fill"/></symbol>
<symbol id="i-unlock" viewBox="0 0 16 16"><path d="M5 7V4.5a3 3 0 0 1 5.9-.7"/><rect x="3" y="7" width="10" height="6.5" rx="1"/></symbol>
<symbol id="i-half" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5"/><path class="fill" d="M8 2.5a5.5 5.5 0 0 1 0 11z"/></symbol>
<symbol id="i-unknown" viewBox="0 0 16 16"><path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9.2 8 10m0 2.5v.2"/></symbol>
<symbol id="i-info" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/><path d="M8 7.2V11.5m0-7v.2"/></symbol>
</svg>`
