import {
  isSpectralRuleset,
  type PolicyFileKind,
  parseSource,
  policyFileKind,
  type RulesetSupport,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import type { Desk } from '../desk.ts'
import { isReviewed, keyOf } from '../files.ts'
import { configIn, SCRIPT_ADVICE } from '../run-request.ts'

/**
 * What a file is to the policies of the workspace: by its name, because it is set as the configuration, or because the
 * policy of a description is made from it. Undefined for any other, and for rulesets of Spectral.
 */
export async function kindOf(desk: Desk, uri: string): Promise<PolicyFileKind | undefined> {
  if (!isReviewed(uri, desk.folders)) return undefined
  const named = policyFileKind(uri)
  if (named) return named
  const key = keyOf(uri)
  const set = configOf(desk, uri)
  if (set !== undefined && keyOf(set) === key) return 'configuration'
  const isSource = desk.kept.some(({ result, uriOf }) =>
    result.report.policy.sources.some((name) => keyOf(uriOf(name)) === key),
  )
  if (!isSource) return undefined
  const file = await parseSource(uri, (await desk.text(uri)) ?? '')
  return isSpectralRuleset(file, registry) ? undefined : 'configuration'
}

/** URI of the configuration that is set for a file in place of the nearest one. */
export function configOf(desk: Desk, uri: string): string | undefined {
  return configIn(desk.folderOf(uri), desk.settings(uri).configPath)
}

/** What core needs for rulesets of Spectral; undefined where there are none. */
export function rulesetsOf(desk: Desk, uri: string): RulesetSupport | undefined {
  const { rulesetEngine: engine } = desk.options
  const scripts = { allowScripts: desk.isTrusted, scriptAdvice: SCRIPT_ADVICE }
  return engine && { engine, ...scripts, workingDirectory: desk.folderOf(uri) }
}

export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1)
}
