import {
  EditRefused,
  explainPolicy,
  newConfiguration,
  parseSource,
  type Severity,
  withSeverity,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import type { WorkspaceEdit } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import { keyOf, overlay } from '../files.ts'
import { configOf, folderOf, rulesetsOf } from '../policy-files/policy-file.ts'
import type { Found } from './found.ts'
import { newText, refusal } from './workspace-edit.ts'

export type Level = Severity | 'off'

/** From the gravest down. */
const LEVELS: readonly Level[] = ['error', 'warn', 'info', 'hint', 'off']

/** Another severity for a rule, as an edit of the configuration. */
export interface SeverityChange {
  readonly level: Level
  readonly edit: WorkspaceEdit
  /** Name of the file. */
  readonly name: string
}

/** The other severities that a rule can be given in the configuration in force: what is locked there is not softened. */
export async function severityChanges(desk: Desk, found: Found): Promise<readonly SeverityChange[]> {
  const { finding, document } = found.target
  const uri = document.config ?? configOf(desk, document.uri) ?? `${desk.folderOf(document.uri)}specward.yaml`
  const before = await desk.text(uri)
  const isLocked = document.policy.statements?.some(({ kind }) => kind === 'lock') !== false
  const changes: SeverityChange[] = []
  for (const level of LEVELS.filter((each) => each !== finding.severity)) {
    const after = await textWith(desk, uri, before, finding.ruleId, level)
    if (after === undefined || after === before) continue
    if (isLocked && !(await isAllowed(desk, uri, after))) continue
    const name = uri.slice(uri.lastIndexOf('/') + 1)
    changes.push({ level, edit: newText(desk, uri, before, after), name })
  }
  return changes
}

/**
 * The edit that gives a rule a severity in the configuration in force.
 * @throws ResponseError where it cannot be given that
 */
export async function severityEdit(desk: Desk, found: Found, level: string): Promise<WorkspaceEdit> {
  const change = (await severityChanges(desk, found)).find((each) => each.level === level)
  if (change) return change.edit
  throw refusal(
    `\`${found.target.finding.ruleId}\` cannot be set to \`${level}\` here: the policy locks it, or has it so already.`,
  )
}

async function textWith(
  desk: Desk,
  uri: string,
  before: string | undefined,
  ruleId: string,
  level: Level,
): Promise<string | undefined> {
  if (before === undefined) return newConfiguration(desk.settings(uri).presets, ruleId, level)
  try {
    return withSeverity(await parseSource(uri, before), ruleId, level)
  } catch (error) {
    if (error instanceof EditRefused) return undefined
    throw error
  }
}

/** Whether a configuration of that text would be accepted. */
async function isAllowed(desk: Desk, uri: string, text: string): Promise<boolean> {
  const { version, today } = desk.options
  const request = {
    document: folderOf(uri),
    config: uri,
    registry,
    version,
    workingDirectory: desk.folderOf(uri),
    today: today?.(),
    rulesets: rulesetsOf(desk, uri),
  }
  const host = overlay(desk.host, (each) => (keyOf(each) === keyOf(uri) ? text : undefined))
  return !('errors' in (await explainPolicy(request, host)))
}
