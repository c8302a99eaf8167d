import type { Desk } from '../desk.ts'

/** The command by which an editor shows the page of a rule. */
export const OPEN_PAGE = 'specward.openRule'

/** What a hover refers to for the page of a rule of ours; undefined where the editor opens none from there. */
export function pageLink(desk: Desk, ruleId: string): string | undefined {
  if (!desk.clientCommands.includes(OPEN_PAGE)) return undefined
  return `command:${OPEN_PAGE}?${encodeURIComponent(JSON.stringify([ruleId]))}`
}

/** The page of a rule as it is packaged; undefined where there is none. */
export async function pageOf(desk: Desk, ruleId: string): Promise<string | undefined> {
  return desk.options.packageFile?.(`rulesets/docs/${ruleId}.md`)
}
