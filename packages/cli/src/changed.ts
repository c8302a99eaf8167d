import { basename, resolve } from 'node:path'
import type { DiscoverOptions, DiscoveryDisk } from './discover.ts'
import { findDocuments, isExclusion } from './documents.ts'
import type { Documents } from './found.ts'
import { uriOf } from './uris.ts'
import { UsageError } from './usage.ts'

/** What may have to be judged after a change. */
export interface Changed extends Documents {
  /** URIs of the files that changed; undefined when one of them is what all descriptions are judged by. */
  readonly changed: ReadonlySet<string> | undefined
}

/** The configuration and what stands beside it: `specward.yaml`, `specward.waivers.yaml`, `specward.lock`, `.spectral.yaml`. */
const GOVERNS = /^(?:specward\.(?:[\w-]+\.)?(?:ya?ml|json|lock)|\.spectral\.\w+)$/

const POLICY_TEST = /\.policy-test\.\w+$/

/**
 * Finds what a change may have touched: the changed files, and all descriptions below the working directory, of which
 * some may refer to them. None of them has to be a description.
 * @param args names of files that were changed, added or deleted; `!glob` leaves out
 * @throws UsageError where there is none, or something that cannot have changed
 */
export async function findChanged(
  args: readonly string[],
  disk: DiscoveryDisk,
  options: Omit<DiscoverOptions, 'isExcluded'>,
): Promise<Changed> {
  const exclusions = args.filter(isExclusion)
  const names = args.filter((arg) => !exclusions.includes(arg))
  if (names.length === 0) {
    throw new UsageError('`--changed` needs the names of the files that changed: `--changed openapi.yaml`.')
  }
  const there = await existing(names, disk)
  const found = await findDocuments([...there, '.', ...exclusions], disk, options)
  const governs = names.some((name) => GOVERNS.test(basename(name)))
  return {
    ...found,
    requests: found.requests.map(({ uri }) => ({ uri, named: false })),
    problems: found.problems.filter(({ code }) => code !== 'no-file-matched'),
    changed: governs ? undefined : new Set(names.map((name) => uriOf(resolve(disk.cwd, name)))),
  }
}

/** Those of the files that are still there and may be descriptions. */
async function existing(names: readonly string[], disk: DiscoveryDisk): Promise<readonly string[]> {
  const there: string[] = []
  for (const name of names) {
    if (name === '-' || name === '' || /^https?:\/\//i.test(name)) throw noFile(name)
    const kind = await disk.kind(resolve(disk.cwd, name))
    if (kind === 'folder') throw noFile(name)
    if (kind !== 'missing' && !GOVERNS.test(basename(name)) && !POLICY_TEST.test(name)) there.push(name)
  }
  return there
}

function noFile(name: string): UsageError {
  return new UsageError(`\`--changed\` takes the names of files that changed, and \`${name}\` is none.`)
}
