import { didYouMean, type Host } from '@specward/core'

import { BUILT_IN } from '../built-in.ts'
import { isPackageName, isText, isUri, isUrl, uriIn } from './names.ts'
import type { Scripts } from './scripts.ts'
import { listed, quote } from './values.ts'

export interface FindOptions {
  readonly host: Host
  readonly scripts: Scripts
}

/**
 * The URI that a name stands for in a ruleset. Names without `./` are looked for as Spectral does it: as a package,
 * then as a file, from the folder of the ruleset at the top; and then also from that of the ruleset itself.
 */
export async function findRuleset(
  name: string,
  [folder, root]: readonly [string, string],
  { host, scripts }: FindOptions,
  tell: (message: string) => void,
): Promise<string | undefined> {
  if (BUILT_IN.includes(name)) return name
  if (/^spectral:/u.test(name) || (isOfAnother(name) && !(await host.exists(uriIn(folder, name))))) {
    const hint = didYouMean(name, BUILT_IN)
    tell(`Unknown ruleset ${quote(name)}.${hint === '' ? ` Built in are ${listed(BUILT_IN)}.` : hint}`)
    return undefined
  }
  if (isUri(name) && !URL.canParse(name)) {
    tell(`${quote(name)} is no URL.`)
    return undefined
  }
  if (isUri(name) || isUrl(folder) || !isPackageName(name)) return uriIn(folder, name)
  const installed = scripts.resolve(name, root) ?? scripts.resolve(name, folder)
  if (installed !== undefined) return installed
  for (const each of [root, folder]) {
    const uri = uriIn(each, name)
    if (await host.exists(uri)) return uri
  }
  tell(notFound(name, uriIn(folder, name)))
  return undefined
}

/** Whether a name is built like those of what is built in, as `vacuum:oas` is in another tool. */
function isOfAnother(name: string): boolean {
  return /^[a-z][a-z-]+:[a-z][\w-]*$/iu.test(name)
}

function notFound(name: string, uri: string): string {
  if (isText(uri)) return `${quote(name)} cannot be extended: there is no file of that name.`
  const hint = didYouMean(`spectral:${name}`, BUILT_IN)
  const advice = hint === '' ? ' Install it, and list it among the dependencies.' : hint
  return `${quote(name)} cannot be extended: there is no file and no installed package of that name.${advice}`
}

export async function readText(
  uri: string,
  host: Host,
): Promise<{ readonly text: string } | { readonly error: string }> {
  const result = await host.read(uri)
  if ('text' in result) return { text: result.text }
  if ('bytes' in result) return { text: new TextDecoder('utf-8').decode(result.bytes) }
  return { error: result.error === 'not-found' ? 'there is no such file' : result.detail }
}
