import type { Loader } from '../source/load.ts'
import { folderOf } from './folders.ts'

/** Names that a configuration may have; one folder holds at most one of them. */
export const CONFIGURATIONS = ['specward.yaml', 'specward.yml'] as const

/** Records that people keep beside the policy. */
export const COMPANIONS = {
  waivers: 'specward.waivers.yaml',
  attestations: 'specward.attestations.yaml',
  baseline: 'specward.baseline.json',
} as const

export type CompanionName = keyof typeof COMPANIONS

/**
 * URIs of the records of one kind that are in force: the one beside the configuration and the one in the working
 * directory, as far as they are there; none twice.
 *
 * @param config URI of the configuration in force; undefined when there is none
 * @param workingDirectory URI of a folder, ending in `/`
 */
export async function companionsOf(
  name: CompanionName,
  config: string | undefined,
  workingDirectory: string,
  loader: Loader,
): Promise<readonly string[]> {
  const uris = companionUris(name, config, workingDirectory)
  const there = await Promise.all(uris.map((uri) => loader.exists(uri)))
  return uris.filter((_, index) => there[index])
}

/** The same, whether they are there or not: one that was deleted had been in force. */
export function companionUris(
  name: CompanionName,
  config: string | undefined,
  workingDirectory: string,
): readonly string[] {
  const folders = new Set([...(config === undefined ? [] : [folderOf(config)]), workingDirectory])
  return [...folders].map((folder) => folder + COMPANIONS[name])
}

/** What a file of a policy is. */
export type PolicyFileKind = 'configuration' | 'waivers' | 'attestations'

/** What a file is by its name; undefined for one that is none of a policy, or whose name does not tell. */
export function policyFileKind(uri: string): PolicyFileKind | undefined {
  const name = uri.slice(uri.lastIndexOf('/') + 1)
  if (CONFIGURATIONS.some((each) => each === name)) return 'configuration'
  if (name === COMPANIONS.waivers) return 'waivers'
  return name === COMPANIONS.attestations ? 'attestations' : undefined
}
