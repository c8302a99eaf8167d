import { keyOf } from '../files.ts'
import { DEFAULT_SETTINGS, type Settings, settingsOf } from '../settings.ts'

/** Asks the editor for the section `specward` of its settings, as they are for each of some folders and in general. */
export type AskSettings = (scopes: readonly (string | undefined)[]) => Promise<readonly unknown[]>

/** The settings that are in force, for the workspace and for each of its folders. */
export class SettingsStore {
  #first: unknown
  #general: Settings = DEFAULT_SETTINGS
  #folders = new Map<string, Settings>()
  /** How often it has been asked. */
  #questions = 0

  /** @param folder URI of the workspace folder; undefined for what is in none */
  of(folder: string | undefined): Settings {
    return (folder === undefined ? undefined : this.#folders.get(keyOf(folder))) ?? this.#general
  }

  /** Takes what an editor gives at the start: it holds as long as the editor says nothing else. */
  begin(given: unknown): void {
    this.#first = given
    this.#general = settingsOf(given)
  }

  /**
   * Takes what an editor sends by itself; nothing changes where it does not speak of us.
   * @returns whether anything is different now
   */
  take(sent: unknown): boolean {
    return isSaid(sent) && this.#set(settingsOf(sent), new Map())
  }

  /**
   * Asks the editor. An answer does not count any longer once it has been asked again.
   * @param folders URIs of the workspace folders
   * @returns whether anything is different now
   */
  async ask(folders: readonly string[], ask: AskSettings): Promise<boolean> {
    const question = ++this.#questions
    const [general, ...own] = await ask([undefined, ...folders])
    if (question !== this.#questions) return false
    const byFolder = folders.map((folder, index) => [keyOf(folder), this.#said(own[index])] as const)
    return this.#set(this.#said(general), new Map(byFolder))
  }

  #said(answer: unknown): Settings {
    return settingsOf(isSaid(answer) ? answer : this.#first)
  }

  #set(general: Settings, folders: Map<string, Settings>): boolean {
    const all = (): string => JSON.stringify([this.#general, ...this.#folders])
    const before = all()
    this.#general = general
    this.#folders = folders
    return all() !== before
  }
}

function isSaid(sent: unknown): boolean {
  return typeof sent === 'object' && sent !== null
}
