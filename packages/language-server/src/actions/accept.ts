import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
} from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import type { Feature } from '../feature.ts'
import { type Found, findingIn, foundBy } from './found.ts'
import { canIgnore, ignoreEdit, openIgnoreEdit } from './ignore.ts'
import { severityChanges, severityEdit } from './severity.ts'
import { causeCommand, pageCommand, SHOW_PAGE, SHOW_PLACE, showPage, showPlace } from './show.ts'
import { canWaive, openWaiverEdit, waiverEdit, waiverTerms } from './waive.ts'
import { apply, refusal } from './workspace-edit.ts'

/** By which the editor asks a person for what is needed, and then sends the command of ours. */
const ASK_WAIVER = 'specward.waive'
const ASK_REASON = 'specward.ignore'
const ASK_SEVERITY = 'specward.setSeverity'

/** What can be done about a finding beside mending it: accept it, read about it, change what the policy makes of it. */
export function acceptance(desk: Desk): Feature {
  return {
    actions: (params, token) => actionsFor(desk, params, token),
    commands: {
      'specward.waiverTerms': async (given) => waiverTerms(desk, (await foundFor(desk, given, [])).found),
      'specward.applyWaiver': (given) => applyWaiver(desk, given),
      'specward.applyIgnore': (given) => applyIgnore(desk, given),
      'specward.applySeverity': (given) => applySeverity(desk, given),
      [SHOW_PAGE]: (uri) => showPage(desk, uri),
      [SHOW_PLACE]: (place) => showPlace(desk, place),
    },
  }
}

async function actionsFor(
  desk: Desk,
  { textDocument: { uri }, context }: CodeActionParams,
  token: CancellationToken,
): Promise<readonly CodeAction[]> {
  const { only, diagnostics } = context
  if (only && !only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix)) return []
  const near: CodeAction[] = []
  const policy: CodeAction[] = []
  for (const { diagnostic, found } of await foundBy(desk, uri, diagnostics, token)) {
    const about = { kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] }
    const all = [
      causeAction(desk, found),
      await pageAction(desk, found),
      await ignoreAction(desk, uri, found),
      await waiveAction(desk, uri, found),
    ]
    near.push(...all.flatMap((action) => (action ? [{ ...action, ...about }] : [])))
    policy.push(...(await severityActions(desk, uri, found)).map((action) => ({ ...action, ...about })))
  }
  // what concerns everybody is further from the hand than what concerns this finding
  return [...near, ...policy]
}

type Action = Pick<CodeAction, 'title' | 'command' | 'edit'>

/** The place and finding that the editor sends back with what it has asked for. */
function asked(
  title: string,
  command: string,
  uri: string,
  { target, reported }: Found,
  more: object = {},
): Command {
  const { fingerprint, ruleId } = target.finding
  return { title, command, arguments: [{ uri, fingerprint, ruleId, message: reported.message, ...more }] }
}

async function waiveAction(desk: Desk, uri: string, found: Found): Promise<Action | undefined> {
  if (!canWaive(found)) return undefined
  const { ruleId } = found.target.finding
  if (desk.clientCommands.includes(ASK_WAIVER)) {
    const title = `Waive \`${ruleId}\` here until a day…`
    return { title, command: asked(title, ASK_WAIVER, uri, found) }
  }
  const edit = await openWaiverEdit(desk, found).catch(() => undefined)
  return edit && { title: `Waive \`${ruleId}\` here: write an entry to be filled in`, edit }
}

async function ignoreAction(desk: Desk, uri: string, found: Found): Promise<Action | undefined> {
  if (!canIgnore(found)) return undefined
  const { ruleId } = found.target.finding
  const open = await openIgnoreEdit(desk, found).catch(() => undefined)
  if (!open) return undefined
  if (desk.clientCommands.includes(ASK_REASON)) {
    const title = `Ignore \`${ruleId}\` here with a reason…`
    return { title, command: asked(title, ASK_REASON, uri, found) }
  }
  return { title: `Ignore \`${ruleId}\` here: write a remark to be filled in`, edit: open }
}

async function pageAction(desk: Desk, found: Found): Promise<Action | undefined> {
  const command = await pageCommand(desk, found)
  return command && { title: command.title, command }
}

function causeAction(desk: Desk, found: Found): Action | undefined {
  const command = causeCommand(desk, found)
  return command && { title: command.title, command }
}

async function severityActions(desk: Desk, uri: string, found: Found): Promise<readonly Action[]> {
  const { ruleId, severity } = found.target.finding
  const changes = await severityChanges(desk, found)
  const [first] = changes
  if (!first) return []
  if (desk.clientCommands.includes(ASK_SEVERITY)) {
    const title = `Change the severity of \`${ruleId}\` in ${first.name}…`
    const command = asked(title, ASK_SEVERITY, uri, found, {
      severity,
      levels: changes.map(({ level }) => level),
    })
    return [{ title, command }]
  }
  return changes.map(({ level, edit, name }) => {
    const title =
      level === 'off' ? `Turn off \`${ruleId}\` in ${name}` : `Set \`${ruleId}\` to \`${level}\` in ${name}`
    return { title, edit }
  })
}

async function applyWaiver(desk: Desk, given: unknown): Promise<null> {
  const { found, texts } = await foundFor(desk, given, ['reason', 'owner', 'expires'])
  const { ticket, approver } = given as { ticket?: unknown; approver?: unknown }
  const edit = await waiverEdit(desk, found, {
    reason: texts.reason ?? '',
    owner: texts.owner ?? '',
    expires: texts.expires ?? '',
    ticket: typeof ticket === 'string' && ticket !== '' ? ticket : undefined,
    approver: typeof approver === 'string' && approver !== '' ? approver : undefined,
  })
  await apply(desk, 'Waive a finding', edit)
  return null
}

async function applyIgnore(desk: Desk, given: unknown): Promise<null> {
  const { found, texts } = await foundFor(desk, given, ['reason'])
  await apply(desk, 'Ignore a finding', await ignoreEdit(desk, found, texts.reason ?? ''))
  return null
}

async function applySeverity(desk: Desk, given: unknown): Promise<null> {
  const { found, texts } = await foundFor(desk, given, ['level'])
  await apply(desk, 'Change the severity of a rule', await severityEdit(desk, found, texts.level ?? ''))
  return null
}

/** The finding that an editor names, with texts that it sends along. */
async function foundFor(desk: Desk, given: unknown, names: readonly string[]) {
  const sent = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>
  const { uri, fingerprint } = sent
  const all = names.map((name) => [name, sent[name]] as const)
  if (
    typeof uri !== 'string' ||
    typeof fingerprint !== 'string' ||
    all.some(([, v]) => typeof v !== 'string')
  ) {
    throw refusal(`The command needs texts for ${['uri', 'fingerprint', ...names].join(', ')}.`)
  }
  const found = findingIn(await desk.reviews(uri), fingerprint, uri)
  if (!found) throw refusal('The finding is not there any more.')
  const texts: Readonly<Record<string, string | undefined>> = Object.fromEntries(
    all.map(([name, value]) => [name, String(value)]),
  )
  return { found, texts }
}
