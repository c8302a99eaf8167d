import type { WaiverTerms } from '@specward/language-server'
import { type ExtensionContext, type TextDocument, ViewColumn, window, workspace } from 'vscode'
import { objectOf } from './places.ts'
import type { Session } from './session.ts'
import {
  approverFault,
  dayFault,
  dayOf,
  type FindingName,
  findingOf,
  textFault,
  usualEnd,
} from './waiver-input.ts'

/** What severities mean to people. */
const LEVELS: Readonly<Record<string, string>> = {
  error: 'must be mended',
  warn: 'should be mended',
  info: 'worth knowing',
  hint: 'shown with dots in the text only',
  off: 'not looked for any more',
}

/** Accepts findings for a time, or at their place, after asking for what an auditor will want to know. */
export class Accepting {
  readonly #session: Session
  readonly #memory: ExtensionContext['globalState']

  constructor(context: ExtensionContext, session: Session) {
    this.#session = session
    this.#memory = context.globalState
  }

  /** @param target a finding as the server names it: see `findingOf` */
  async waive(...target: readonly unknown[]): Promise<void> {
    const finding = findingOf(target)
    if (!finding) return tellHow('Waive')
    const terms = await this.#run<WaiverTerms>('specward.waiverTerms', finding)
    const said = terms && (await this.#askWaiver(finding, terms))
    if (!said) return
    const dirty = dirtyDocuments()
    if ((await this.#run('specward.applyWaiver', { ...finding, ...said })) === undefined) return
    const told = (where: string) => `Waived until ${said.expires} in ${where}.`
    await saveChanged(dirty, /specward\.waivers\.ya?ml$/, told, 'the file of waivers')
  }

  /** Undefined where somebody has thought better of it. */
  async #askWaiver({ message = '' }: FindingName, { approval, lastDay }: WaiverTerms) {
    const isApproved = approval !== 'optional'
    const all = isApproved ? 4 : 3
    const title = (step: number) => `Waive a finding (${step}/${all})`
    const why = `Why is it accepted? ${message.replaceAll('`', '')}`
    const reason = await ask(title(1), why, (text) => textFault(text, 'Reason'))
    if (reason === undefined) return undefined
    const known = this.#memory.get('owner', '')
    const whose = 'Who answers for that? A person or a team.'
    const owner = await ask(title(2), whose, (text) => textFault(text, 'Owner'), known)
    if (owner === undefined) return undefined
    await this.#memory.update('owner', owner)
    const isOther = approval === 'other-than-owner'
    const agreed = `Who has agreed to it? ${isOther ? 'Somebody other than the owner.' : 'The policy asks for that.'}`
    const approver = isApproved
      ? await ask(title(3), agreed, (text) => approverFault(text, owner, isOther))
      : ''
    if (approver === undefined) return undefined
    const expires = await askDay(title(all), lastDay)
    return expires === undefined ? undefined : { reason, owner, approver, expires }
  }

  /** @param target a finding as the server names it: see `findingOf` */
  async ignore(...target: readonly unknown[]): Promise<void> {
    const finding = findingOf(target)
    if (!finding) return tellHow('Ignore')
    const prompt = 'Why is it accepted? The reason is written beside it.'
    const reason = await ask('Ignore a finding here', prompt, (text) => textFault(text, 'Reason'))
    if (reason !== undefined) await this.#run('specward.applyIgnore', { ...finding, reason })
  }

  /**
   * Asks for another severity of the rule of a finding, for everybody whom the configuration concerns.
   * @param target a finding as the server names it, with the severities that its rule can have
   */
  async setSeverity(target: unknown): Promise<void> {
    const finding = findingOf([target])
    const { severity, levels } = objectOf(target)
    if (!finding || !Array.isArray(levels)) return tellHow('Change the severity')
    const rule = finding.ruleId ?? 'the rule'
    const chosen = await window.showQuickPick(
      levels.map((level) => ({ label: String(level), description: LEVELS[String(level)] ?? '' })),
      {
        title: `Severity of ${rule}`,
        placeHolder: `Now ${severity}. A change holds for every description that the configuration is for.`,
      },
    )
    if (!chosen) return
    const level = chosen.label
    const dirty = dirtyDocuments()
    if ((await this.#run('specward.applySeverity', { ...finding, level })) === undefined) return
    const told = (where: string) =>
      `${rule} is ${level === 'off' ? 'turned off' : `set to ${level}`} in ${where}.`
    await saveChanged(dirty, /\.ya?ml$/, told, 'the configuration')
  }

  /** What the server answers; undefined where it refuses, which is then told. */
  async #run<Answer = null>(command: string, argument: object): Promise<Answer | undefined> {
    try {
      const params = { command, arguments: [argument] }
      return await this.#session.request<Answer>('workspace/executeCommand', params)
    } catch (error) {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error))
      return undefined
    }
  }
}

function tellHow(action: string): void {
  void window.showInformationMessage(
    `Put the cursor on a finding and choose “${action}” among its quick fixes.`,
  )
}

function dirtyDocuments(): ReadonlySet<TextDocument> {
  return new Set(workspace.textDocuments.filter(({ isDirty }) => isDirty))
}

/** Saves the file that a change was made in, which nobody need have open, unless somebody was about to write in it. */
async function saveChanged(
  dirtyBefore: ReadonlySet<TextDocument>,
  name: RegExp,
  told: (where: string) => string,
  usual: string,
): Promise<void> {
  const changed = [...dirtyDocuments()].find((each) => !dirtyBefore.has(each) && name.test(each.fileName))
  await changed?.save()
  const open = 'Open'
  const where = changed ? workspace.asRelativePath(changed.uri) : usual
  const chosen = await window.showInformationMessage(told(where), ...(changed ? [open] : []))
  if (chosen === open && changed) await window.showTextDocument(changed, ViewColumn.One)
}

async function ask(
  title: string,
  prompt: string,
  validateInput: (text: string) => string | undefined,
  value = '',
): Promise<string | undefined> {
  const answer = await window.showInputBox({ title, prompt, value, ignoreFocusOut: true, validateInput })
  return answer?.trim()
}

function askDay(title: string, lastDay: string | undefined): Promise<string | undefined> {
  const today = dayOf(Date.now())
  const most = lastDay === undefined ? '' : ` The policy allows ${lastDay} at the latest.`
  const prompt = `Last day on which it is accepted, as YYYY-MM-DD. After that, it is told again.${most}`
  return ask(title, prompt, (text) => dayFault(text, today, lastDay), usualEnd(today, lastDay))
}
