import type { Severity } from './rule.ts'
import type { Statement, WaiverStatement } from './statements.ts'
import { ALL_RULES, APPROVALS, SEVERITIES, type STALE_LEVELS } from './words.ts'

/** What the organisation asks of those who accept findings. */
export interface WaiverSettings {
  /** What a waiver or a remark that is no longer needed is. */
  readonly stale: (typeof STALE_LEVELS)[number]
  /** Most days that a waiver may hold, by the severity of what it accepts; absent: no limit. */
  readonly longest: Partial<Record<Severity, number>>
  /** Days before its end from which on a waiver is told to end. */
  readonly endsSoon: number
  /** Whether somebody has to agree, and whether that has to be somebody else. */
  readonly approval: (typeof APPROVALS)[number]
  /** Ids of rules whose findings nobody may accept; `*` for all. */
  readonly forbid: ReadonlySet<string>
  /** Ids of rules whose findings may not be accepted in descriptions; `*` for all. */
  readonly forbidInline: ReadonlySet<string>
}

/** What holds where nobody says anything. */
export const DEFAULT_WAIVER_SETTINGS: WaiverSettings = {
  stale: 'error',
  longest: {},
  endsSoon: 14,
  approval: 'optional',
  forbid: new Set(),
  forbidInline: new Set(),
}

/** The settings after a statement: of single values the last one wins, lists are joined. */
export function withWaiverStatement(
  settings: WaiverSettings,
  { setting, value }: WaiverStatement,
): WaiverSettings {
  switch (setting) {
    case 'forbid':
    case 'forbidInline':
      return { ...settings, [setting]: new Set([...settings[setting], String(value)]) }
    case 'stale':
    case 'approval':
    case 'endsSoon':
      return { ...settings, [setting]: value }
    default:
      return { ...settings, longest: { ...settings.longest, [severityOf(setting)]: value } }
  }
}

export function foldWaiverSettings(statements: readonly Statement[]): WaiverSettings {
  let settings = DEFAULT_WAIVER_SETTINGS
  for (const each of statements) {
    if (each.kind === 'waiver-setting') settings = withWaiverStatement(settings, each)
  }
  return settings
}

/** Whether a statement asks for less than the settings do. */
export function softensWaivers(settings: WaiverSettings, { setting, value }: WaiverStatement): boolean {
  switch (setting) {
    case 'forbid':
    case 'forbidInline':
      return false
    case 'stale':
      return value === 'warn' && settings.stale === 'error'
    case 'endsSoon':
      return Number(value) < settings.endsSoon
    case 'approval':
      return rankOf(value) < rankOf(settings.approval)
    default:
      return Number(value) > (settings.longest[severityOf(setting)] ?? Number.POSITIVE_INFINITY)
  }
}

/** Whether findings of a rule may be accepted at all, or in descriptions. */
export function forbids(rules: ReadonlySet<string>, id: string): boolean {
  return rules.has(id) || rules.has(ALL_RULES)
}

/** In a form that can be compared; undefined where all is as it is by default. */
export function waiverSettingsDigest(settings: WaiverSettings): object | undefined {
  const { stale, longest, endsSoon, approval, forbid, forbidInline } = settings
  const lists = { forbid: [...forbid].sort(), forbidInline: [...forbidInline].sort() }
  const said = { stale, longest, endsSoon, approval, ...lists }
  const silent = { ...DEFAULT_WAIVER_SETTINGS, forbid: [], forbidInline: [] }
  const isDefault = Object.entries(silent).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(said[name as keyof typeof said]),
  )
  return isDefault ? undefined : said
}

function rankOf(approval: unknown): number {
  const all: readonly unknown[] = APPROVALS
  return all.indexOf(approval)
}

function severityOf(setting: string): Severity {
  return SEVERITIES.find((each) => setting === `longest.${each}`) ?? 'error'
}
