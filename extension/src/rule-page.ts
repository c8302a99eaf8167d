import { commands, type ExtensionContext, env, Uri, ViewColumn, window, workspace } from 'vscode'
import { objectOf } from './places.ts'

const FOLDER = 'dist/bundle/server/rulesets/docs'
const RULE = /^[a-z0-9]+(?:-[a-z0-9]+)+$/
/** The page that leads to those of all rules: what lies in a folder cannot be listed everywhere. */
const INDEX = 'README'

/**
 * Opens the page of a rule: what it finds, why that matters, how to fix it.
 * @param target a rule id, a file of the package, a URL, or an object with one of them under `ruleId` or `docs`; without
 *   it, people choose
 */
export async function openRulePage(context: ExtensionContext, target: unknown): Promise<void> {
  const name = nameIn(target) ?? (await choose(context))
  if (name === undefined) return
  if (/^https?:\/\//.test(name)) {
    await env.openExternal(Uri.parse(name))
    return
  }
  const id = /([^/]+)\.md$/.exec(name)?.[1] ?? name
  if (!RULE.test(id) || (await textOf(context, id)) === undefined) {
    void window.showInformationMessage(`There is no page of ${name}: it is no rule of Specward.`)
    return
  }
  // not in a third column where somebody reads a report in the second
  const isInFirst = (window.tabGroups.activeTabGroup.viewColumn ?? ViewColumn.One) === ViewColumn.One
  const command = isInFirst ? 'markdown.showPreviewToSide' : 'markdown.showPreview'
  await commands.executeCommand(command, pageIn(context, id))
}

function nameIn(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  const { docs, ruleId, code } = objectOf(target)
  return [docs, ruleId, code].find((each) => typeof each === 'string' && each !== '') as string | undefined
}

async function choose(context: ExtensionContext): Promise<string | undefined> {
  const index = (await textOf(context, INDEX)) ?? ''
  const names = [...index.matchAll(/\]\(([^)/]+)\.md\)/g)].map(([, name = '']) => name)
  return window.showQuickPick([...new Set(names)].filter((name) => RULE.test(name)).sort(), {
    title: 'Page of a rule',
    placeHolder: 'Id of a rule, such as no-anonymous-write',
  })
}

function pageIn({ extensionUri }: ExtensionContext, name: string): Uri {
  return Uri.joinPath(extensionUri, FOLDER, `${name}.md`)
}

/** Undefined where there is no such page. */
async function textOf(context: ExtensionContext, name: string): Promise<string | undefined> {
  return workspace.fs.readFile(pageIn(context, name)).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  )
}
