import { type ExtensionContext, window } from 'vscode'
import { objectOf } from './places.ts'
import type { Session } from './session.ts'
import { dayFault, dayOf, textFault, usualEnd } from './waiver-input.ts'

/** Accepts findings for a time, or at their place, after asking for what an auditor will want to know. */
export class Accepting {
  readonly #session: Session
  readonly #memory: ExtensionContext['globalState']

  constructor(context: ExtensionContext, session: Session) {
    this.#session = session
    this.#memory = context.globalState
  }

  /** @param finding `{ uri, fingerprint }`: the file that it stands in, and what it is known by */
  async waive(finding: unknown): Promise<void> {
    const { uri, fingerprint } = objectOf(finding)
    if (typeof uri !== 'string' || typeof fingerprint !== 'string') {
      void window.showInformationMessage(
        'Put the cursor on a finding and choose “Waive” among its quick fixes.',
      )
      return
    }
    const title = 'Waive a finding'
    const reason = await ask(title, 1, 3, 'Why is it accepted?', 'Reason')
    if (reason === undefined) return
    const owner = await ask(
      title,
      2,
      3,
      'Who answers for that? A person or a team.',
      'Owner',
      this.#memory.get('owner'),
    )
    if (owner === undefined) return
    await this.#memory.update('owner', owner)
    const expires = await askDay(title)
    if (expires === undefined) return
    await this.#run('specward.applyWaiver', { ...objectOf(finding), reason, owner, expires })
  }

  /** @param finding as the code action of the server names it; it is handed back with the reason */
  async ignore(finding: unknown): Promise<void> {
    if (Object.keys(objectOf(finding)).length === 0) {
      void window.showInformationMessage(
        'Put the cursor on a finding and choose “Ignore” among its quick fixes.',
      )
      return
    }
    const reason = await ask(
      'Ignore a finding here',
      1,
      1,
      'Why is it accepted? The reason is written beside it.',
      'Reason',
    )
    if (reason !== undefined) await this.#run('specward.applyIgnore', { ...objectOf(finding), reason })
  }

  /** The server edits the file, and answers with a sentence where it does not. */
  async #run(command: string, argument: object): Promise<void> {
    try {
      const answer = await this.#session.request<unknown>('workspace/executeCommand', {
        command,
        arguments: [argument],
      })
      const problem = typeof answer === 'string' ? answer : objectOf(answer).problem
      if (typeof problem === 'string') void window.showErrorMessage(problem)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      void window.showErrorMessage(`It could not be written down: ${why}`)
    }
  }
}

async function ask(
  title: string,
  step: number,
  steps: number,
  prompt: string,
  what: string,
  value?: string,
): Promise<string | undefined> {
  const answer = await window.showInputBox({
    title: steps === 1 ? title : `${title} (${step}/${steps})`,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => textFault(text, what),
    ...(value === undefined ? {} : { value }),
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
