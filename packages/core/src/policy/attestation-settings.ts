import type { AttestationStatement, Statement } from './statements.ts'
import type { OUTDATED_LEVELS } from './words.ts'

/** What the organisation asks of those who answer for what no description shows. */
export interface AttestationSettings {
  /** What an answer is that is over, or that is about something that has changed since. */
  readonly outdated: (typeof OUTDATED_LEVELS)[number]
  /** Most days that an answer may hold. */
  readonly longest: number
  /** Days before its end from which on an answer is told to end. */
  readonly endsSoon: number
}

/** What holds where nobody says anything. */
export const DEFAULT_ATTESTATION_SETTINGS: AttestationSettings = {
  outdated: 'error',
  longest: 365,
  endsSoon: 30,
}

/** The settings after a statement: the last one wins. */
export function withAttestationStatement(
  settings: AttestationSettings,
  { setting, value }: AttestationStatement,
): AttestationSettings {
  return { ...settings, [setting]: value }
}

export function foldAttestationSettings(statements: readonly Statement[]): AttestationSettings {
  let settings = DEFAULT_ATTESTATION_SETTINGS
  for (const each of statements) {
    if (each.kind === 'attestation-setting') settings = withAttestationStatement(settings, each)
  }
  return settings
}

/** Whether a statement asks for less than the settings do. */
export function softensAttestations(
  settings: AttestationSettings,
  { setting, value }: AttestationStatement,
): boolean {
  if (setting === 'outdated') return value === 'warn' && settings.outdated === 'error'
  if (setting === 'longest') return Number(value) > settings.longest
  return Number(value) < settings.endsSoon
}

/** In a form that can be compared; undefined where all is as it is by default. */
export function attestationSettingsDigest(settings: AttestationSettings): object | undefined {
  const { outdated, longest, endsSoon } = settings
  const said = { outdated, longest, endsSoon }
  return JSON.stringify(said) === JSON.stringify(DEFAULT_ATTESTATION_SETTINGS) ? undefined : said
}
