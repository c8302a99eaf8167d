import type { Host } from '@specward/core'

import { folderOf } from './names.ts'
import type { Scripts } from './scripts.ts'

/** Why something is not read, as the end of a sentence. */
export const BEYOND =
  'it is outside of the root of the project, beyond which nothing is read. Keep it inside, or install it as a package.'

/** Where a ruleset may have files that nobody named. */
export interface Zone {
  /** The host as far as the zone goes. */
  readonly host: Host
  /** By its name alone. */
  holds(uri: string): boolean
  /** The same with links followed; whether something is there makes no difference. */
  mayHold(uri: string): Promise<boolean>
}

interface ZoneOptions {
  readonly host: Host
  readonly scripts: Scripts
  within(folder: string): Host
}

/** @param folder URI of a folder, ending in `/` */
export function zoneOf(folder: string, { host, scripts, within }: ZoneOptions): Zone {
  const real = (uri: string) => host.real?.(uri) ?? Promise.resolve(uri)
  // packages are known by where they really stand
  const names = new Set([folder, withSlash(scripts.real(folder))])
  const holds = (uri: string): boolean =>
    [...names].some((each) => uri.startsWith(each)) && !/\/\.git(?:\/|$)/iu.test(uri)
  return {
    host: within(folder),
    holds,
    async mayHold(uri) {
      return holds(uri) && (await real(uri)).startsWith(withSlash(await real(folder)))
    },
  }
}

/**
 * The folder that a ruleset may refer to that stands outside of the project: its package, else its repository, else its
 * own folder.
 */
export async function homeOf(uri: string, host: Host): Promise<string> {
  const home = /^.*\/node_modules\/(?:(?:@|%40)[^/]+\/)?[^/]+\//u.exec(uri)?.[0]
  if (home !== undefined) return home
  for (let folder = folderOf(uri); ; folder = new URL('..', folder).href) {
    if (await host.exists(`${folder}.git`)) return folder
    if (new URL('..', folder).href === folder) return folderOf(uri)
  }
}

function withSlash(uri: string): string {
  return uri.endsWith('/') ? uri : `${uri}/`
}
