import type { Location } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import { OPEN_PAGE } from '../policy-files/page-link.ts'
import { isAtCause } from '../translate.ts'
import type { Found } from './found.ts'
import { refusal } from './workspace-edit.ts'

/** Commands of ours, for editors that have none of their own. */
export const SHOW_PAGE = 'specward.showPage'
export const SHOW_PLACE = 'specward.showPlace'

/** By which the editor goes to a place. */
const GO_TO = 'specward.goTo'

interface ActionCommand {
  readonly title: string
  readonly command: string
  readonly arguments: unknown[]
}

/** What opens the page of the rule of a finding; undefined where nothing does. */
export async function pageCommand(desk: Desk, { target, review }: Found): Promise<ActionCommand | undefined> {
  const { ruleId } = target.finding
  const title = `Open the page of \`${ruleId}\``
  const url = review.result.ruleInfo(ruleId)?.documentationUrl
  const page = url === undefined ? pageName(ruleId) : undefined
  const isPackaged = page !== undefined && (await desk.options.packageFile?.(page)) !== undefined
  if (isPackaged && desk.clientCommands.includes(OPEN_PAGE)) {
    return { title, command: OPEN_PAGE, arguments: [ruleId] }
  }
  if (!canShow(desk)) return undefined
  const shown = url ?? (isPackaged ? await desk.options.packageUri?.(page) : undefined)
  return shown === undefined ? undefined : { title, command: SHOW_PAGE, arguments: [shown] }
}

/** What goes to the cause of a finding; undefined where that is the place of the finding itself, or the editor cannot go there. */
export function causeCommand(desk: Desk, { reported, review }: Found): ActionCommand | undefined {
  const { cause } = reported
  if (!cause || isAtCause(reported)) return undefined
  const at = ({ line, column }: { line: number; column: number }) => ({
    line: line - 1,
    character: column - 1,
  })
  const { start, end } = cause.range
  const location: Location = { uri: review.uriOf(cause.file), range: { start: at(start), end: at(end) } }
  const title = 'Go to the cause'
  if (desk.clientCommands.includes(GO_TO)) return { title, command: GO_TO, arguments: [location] }
  return canShow(desk) ? { title, command: SHOW_PLACE, arguments: [location] } : undefined
}

function pageName(ruleId: string): string {
  return `rulesets/docs/${ruleId}.md`
}

function canShow(desk: Desk): boolean {
  return desk.client.window?.showDocument?.support === true
}

/** Shows a page of the package, or a page of the web in the browser. */
export async function showPage(desk: Desk, uri: unknown): Promise<null> {
  if (typeof uri !== 'string' || !/^(?:file|https?):/.test(uri)) throw refusal('This is no page to be shown.')
  await desk.connection.window.showDocument({ uri, external: uri.startsWith('http'), takeFocus: true })
  return null
}

export async function showPlace(desk: Desk, place: unknown): Promise<null> {
  const { uri, range } = (place ?? {}) as Partial<Location>
  if (typeof uri !== 'string' || !range) throw refusal('This is no place to go to.')
  await desk.connection.window.showDocument({ uri, selection: range, takeFocus: true })
  return null
}
