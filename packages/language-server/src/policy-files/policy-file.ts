import { type Host, type PolicyFileKind, policyFileKind, type RulesetSupport } from '@specward/core'
import type { Desk } from '../desk.ts'
import { keyOf, overlay, uriIn } from '../files.ts'

/**
 * What a file is to the policies of the workspace: by its name, because it is set as the configuration, or because a
 * configuration that is in use is made from it. Undefined for any other.
 */
export function kindOf(desk: Desk, uri: string): PolicyFileKind | undefined {
  if (!uri.startsWith('file:')) return undefined
  const named = policyFileKind(uri)
  if (named) return named
  const key = keyOf(uri)
  const set = configOf(desk, uri)
  if (set !== undefined && keyOf(set) === key) return 'configuration'
  const isExtended = desk.kept.some(({ result }) =>
    result.documents.some(({ policy: { files = [], rulesets } }) =>
      files.some((file) => keyOf(file.uri) === key && !rulesets?.loaded.files.includes(file)),
    ),
  )
  return isExtended ? 'configuration' : undefined
}

/** URI of the configuration that is set for a file in place of the nearest one. */
export function configOf(desk: Desk, uri: string): string | undefined {
  const { configPath } = desk.settings(uri)
  return configPath === '' ? undefined : uriIn(desk.folderOf(uri), configPath)
}

/** Reads what is open in the editor from there. */
export function hostOf(desk: Desk): Host {
  return overlay(desk.options.host, (uri) => desk.document(uri)?.getText())
}

/** What core needs for rulesets of Spectral; undefined where there are none. */
export function rulesetsOf(desk: Desk, uri: string): RulesetSupport | undefined {
  const { rulesetEngine: engine } = desk.options
  return engine && { engine, allowScripts: desk.isTrusted, workingDirectory: desk.folderOf(uri) }
}

export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1)
}
