import { type ExtensionContext, type TextDocument, ViewColumn, window, workspace } from 'vscode'
import type { Session } from './session.ts'
import { dayFault, dayOf, findingOf, textFault, usualEnd } from './waiver-input.ts'

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
    const { message } = finding
    const title = 'Waive a finding'
    const reason = await ask(
      title,
      [1, 3],
      `Why is it accepted? ${(message ?? '').replaceAll('`', '')}`,
      'Reason',
    )
    if (reason === undefined) return
    const owner = await ask(
      title,
      [2, 3],
      'Who answers for that? A person or a team.',
      'Owner',
      this.#memory.get('owner'),
    )
    if (owner === undefined) return
    await this.#memory.update('owner', owner)
    const expires = await askDay(title)
    if (expires === undefined) return
    const dirty = dirtyDocuments()
    if (!(await this.#run('specward.applyWaiver', { ...finding, reason, owner, expires }))) return
    await saveWaivers(dirty, expires)
  }

  /** @param target a finding as the server names it: see `findingOf` */
  async ignore(...target: readonly unknown[]): Promise<void> {
    const finding = findingOf(target)
    if (!finding) return tellHow('Ignore')
    const prompt = 'Why is it accepted? The reason is written beside it.'
    const reason = await ask('Ignore a finding here', undefined, prompt, 'Reason')
    if (reason !== undefined) await this.#run('specward.applyIgnore', { ...finding, reason })
  }

  /** The server edits the file; false where it does not, which is then told. */
  async #run(command: string, argument: object): Promise<boolean> {
    try {
      await this.#session.request('workspace/executeCommand', { command, arguments: [argument] })
      return true
    } catch (error) {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error))
      return false
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

/** Saves the file of waivers, which nobody need have open, unless somebody was about to write in it. */
async function saveWaivers(dirtyBefore: ReadonlySet<TextDocument>, expires: string): Promise<void> {
  const changed = [...dirtyDocuments()].find(
    (each) => !dirtyBefore.has(each) && /specward\.waivers\.ya?ml$/.test(each.fileName),
  )
  await changed?.save()
  const name = changed ? workspace.asRelativePath(changed.uri) : 'the file of waivers'
  const open = 'Open'
  const chosen = await window.showInformationMessage(
    `Waived until ${expires} in ${name}.`,
    ...(changed ? [open] : []),
  )
  if (chosen === open && changed) await window.showTextDocument(changed, ViewColumn.One)
}

async function ask(
  title: string,
  step: readonly [now: number, all: number] | undefined,
  prompt: string,
  what: string,
  value = '',
): Promise<string | undefined> {
  const answer = await window.showInputBox({
    title: step ? `${title} (${step.join('/')})` : title,
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (text) => textFault(text, what),
  })
  return answer?.trim()
}

async function askDay(title: string): Promise<string | undefined> {
  const today = dayOf(Date.now())
  const answer = await window.showInputBox({
    title: `${title} (3/3)`,
    prompt: 'Last day on which it is accepted, as YYYY-MM-DD. After that, it is told again.',
    value: usualEnd(today),
    ignoreFocusOut: true,
    validateInput: (text) => dayFault(text, today),
  })
  return answer?.trim()
}
