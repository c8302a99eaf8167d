import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  addDays,
  addWaiver,
  COMPANIONS,
  changeWaiver,
  DATE_PATTERN,
  DEFAULT_WAIVER_SETTINGS,
  EditRefused,
  isBlank,
  type LintResult,
  newWaivers,
  parseSource,
  visible,
  type Waiver,
  type WaiverText,
  type WholeWaiver,
  waivedFile,
  waiverFault,
  waiverNaming,
  waiverOf,
} from '@specward/core'
import { loadCatalogue } from '@specward/rulesets'
import { editorSchema } from '../editor-schema.ts'
import type { Io } from '../io.ts'
import { type JudgeOptions, judgeDocuments } from '../judge-documents.ts'
import { saveRecord } from '../save-record.ts'
import { nameOf, uriOf } from '../uris.ts'
import { checkFilledIn, UsageError } from '../usage.ts'
import { type Chosen, chooseFinding } from '../waive-target.ts'

export interface WaiveOptions extends JudgeOptions {
  readonly expires: string
  readonly reason?: string
  readonly owner?: string
  readonly ticket?: string
  readonly approver?: string
  readonly renew?: boolean
}

/**
 * Accepts one finding for a time: writes an entry to the waivers beside the configuration, or sets a new end to the one
 * that is there. Returns the exit code.
 */
export async function waiveCommand(
  fingerprint: string,
  args: readonly string[],
  options: WaiveOptions,
  io: Io,
  version: string,
): Promise<number> {
  if (!/^[0-9a-f]{16}$/.test(fingerprint)) {
    throw new UsageError(
      `\`${fingerprint}\` is no fingerprint: these have 16 digits from 0 to f. \`specward lint --verbose\` and the reports show them.`,
    )
  }
  const { reason, owner = io.env.SPECWARD_OWNER, ticket, approver } = options
  checkFilledIn({ reason, owner, ticket, approver })
  const expires = lastDay(options.expires, io.today())
  const assess = { catalogue: await loadCatalogue() }
  const result = await judgeDocuments(args, options, io, version, { assess })
  if (!result) return 2
  const chosen = chooseFinding(fingerprint, result, (uri) => nameOf(uri, io.cwd))
  const known = waiverNaming(chosen.finding, result.waivers)
  const text = options.renew
    ? renewal(known, expires, options, io)
    : addition(known, chosen, expires, options, io)
  checkAllowed(text, known, chosen, io.today())
  const path = known ? fileURLToPath(known.uri) : await waiversPath(chosen, result, io)
  await write(path, text, known?.waiver, chosen, io)
  const name = nameOf(uriOf(path), io.cwd)
  io.out(summary(chosen, expires, text.owner ?? known?.waiver.owner ?? '', name, known !== undefined))
  return 0
}

/** The date, or the date so many days from today. */
function lastDay(word: string, today: string): string {
  const days = /^(\d{1,5})d$/.exec(word)?.[1]
  const date = days === undefined ? word : addDays(today, Number(days))
  if (!new RegExp(DATE_PATTERN, 'u').test(date)) {
    throw new UsageError(
      `\`--expires ${word}\` is no day of the calendar: write it like \`2027-01-31\`, or as days from today: \`30d\`.`,
    )
  }
  if (date < today) throw new UsageError(`\`--expires ${word}\` is over: today is ${today}.`)
  return date
}

function addition(
  known: WholeWaiver | undefined,
  chosen: Chosen,
  expires: string,
  options: WaiveOptions,
  io: Io,
): WaiverText {
  const { suppressed } = chosen.finding
  if (known) {
    const { waiver, state } = known
    const word = state === 'expired' ? 'was waived' : 'is waived'
    throw new UsageError(
      `this finding ${word} already, until ${waiver.expires} by ${waiver.owner} (line ${waiver.line} of ${nameOf(known.uri, io.cwd)}). \`--renew\` gives that waiver the new end.`,
    )
  }
  if (suppressed) {
    const how =
      suppressed.kind === 'waiver'
        ? `a waiver of ${suppressed.owner}, until ${suppressed.expires}`
        : 'a remark in the description'
    throw new UsageError(`this finding is accepted already, by ${how}: ${suppressed.reason}`)
  }
  const { reason, ticket, approver } = options
  const owner = options.owner ?? io.env.SPECWARD_OWNER
  if (reason === undefined || isBlank(reason))
    throw new UsageError('`--reason <text>` is needed: say why the finding is accepted.')
  if (owner === undefined || isBlank(owner)) {
    throw new UsageError(
      '`--owner <who>` is needed (or SPECWARD_OWNER in the environment): say who answers for it.',
    )
  }
  return waiverOf(chosen.finding, { reason, owner, expires, ticket, approver }, io.today())
}

function renewal(known: WholeWaiver | undefined, expires: string, options: WaiveOptions, io: Io): WaiverText {
  if (!known) {
    throw new UsageError(
      'there is no waiver with this fingerprint for the finding; leave out `--renew` to add one.',
    )
  }
  const { reason, owner, ticket, approver } = options
  return { reason, owner, expires, ticket, approver, created: io.today() }
}

/** Nothing is written that the policy would not take. */
function checkAllowed(
  text: WaiverText,
  known: WholeWaiver | undefined,
  { finding, document }: Chosen,
  today: string,
): void {
  const rule = finding.ruleId
  const waiver = {
    rule,
    owner: text.owner ?? known?.waiver.owner ?? '',
    approver: text.approver ?? known?.waiver.approver,
    expires: text.expires ?? '',
    created: text.created,
  }
  const settings = document.policy.waivers ?? DEFAULT_WAIVER_SETTINGS
  const fault = waiverFault(waiver, finding.severity, settings, today)
  if (fault?.kind === 'forbidden') {
    throw new UsageError(`by the policy (\`waivers.forbid\`), what \`${rule}\` finds cannot be accepted.`)
  }
  if (fault?.kind === 'not-approved') {
    throw new UsageError(
      `the policy asks for approval (\`waivers.approval: ${settings.approval}\`): add \`--approver <who>\`, somebody other than the owner where it says so.`,
    )
  }
  if (fault?.kind === 'too-long') {
    throw new UsageError(
      `for findings of severity \`${fault.severity}\` the policy allows ${fault.longest} days (\`waivers.longest\`): \`--expires ${fault.longest}d\` is the longest.`,
    )
  }
}

/** The one that is there, else beside the configuration, else in the working directory. */
async function waiversPath({ document }: Chosen, { waivers }: LintResult, io: Io): Promise<string> {
  const beside = document.config?.startsWith('file:') ? dirname(fileURLToPath(document.config)) : io.cwd
  const paths = [...new Set([beside, io.cwd])].map((folder) => join(folder, COMPANIONS.waivers))
  const inUse = new Set(waivers.map(({ uri }) => fileURLToPath(uri)))
  for (const path of paths) if (inUse.has(path) || (await io.kind(path)) === 'file') return path
  return paths[0] ?? join(io.cwd, COMPANIONS.waivers)
}

async function write(
  path: string,
  text: WaiverText,
  known: Waiver | undefined,
  chosen: Chosen,
  io: Io,
): Promise<void> {
  const uri = uriOf(path)
  const name = nameOf(uri, io.cwd)
  const file = waivedFile(chosen, uri)
  const entry = known ? text : { ...text, ...(file === undefined ? {} : { file }) }
  const before = await io.text(path)
  const after = await written(before, uri, entry, known, io).catch((error: unknown) => {
    if (!(error instanceof EditRefused)) throw error
    throw new UsageError(
      `\`${name}\` cannot be changed without changing more of it; write the entry by hand.`,
    )
  })
  await saveRecord(path, after, io)
}

async function written(
  before: string | undefined,
  uri: string,
  entry: WaiverText,
  known: Waiver | undefined,
  io: Io,
): Promise<string> {
  if (before === undefined) {
    const isHere = dirname(fileURLToPath(uri)) === io.cwd
    return newWaivers(entry, isHere ? await editorSchema('specward.waivers.schema.json', io) : undefined)
  }
  const file = await parseSource(uri, before)
  return known ? changeWaiver(file, known.index, entry) : addWaiver(file, entry)
}

function summary(
  { finding, file, line, message }: Chosen,
  expires: string,
  owner: string,
  name: string,
  isRenewed: boolean,
): string {
  const done = isRenewed ? 'Renewed' : 'Accepted'
  const what = `${finding.ruleId} at ${file}:${line}`
  return (
    visible(`${done} until ${expires}, owner ${owner}: ${what}`) +
    `\n  ${visible(message)}\nWritten to ${visible(name)}.\n`
  )
}
