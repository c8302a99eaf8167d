import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from '@specward/core'
import { uriOf } from './uris.ts'

/** Whether an installed file is what it was in the base, as far as the lock file of the package manager tells. */
export type Installed = 'same' | 'different' | 'unknown'

/** Lock files that are compared as a whole. */
const LOCKS = ['yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb']

/** Lock files that have an entry for each package. */
const NPM_LOCKS = ['npm-shrinkwrap.json', 'package-lock.json']

/**
 * Tells of files below `node_modules`, which git does not hold; undefined for any other file.
 * @param before reads the files of the base, but for what is installed
 */
export async function installedSince(uri: string, before: Host, disk: Host): Promise<Installed | undefined> {
  if (!uri.startsWith('file:')) return undefined
  const path = fileURLToPath(uri).replaceAll('\\', '/')
  const at = path.indexOf('/node_modules/')
  if (at < 0) return undefined
  const folder = path.slice(0, at + 1)
  for (const name of [...NPM_LOCKS, ...LOCKS]) {
    const [was, is] = [await textAt(folder + name, before), await textAt(folder + name, disk)]
    if (was === undefined || is === undefined) continue
    if (!NPM_LOCKS.includes(name)) return was === is ? 'same' : 'different'
    const key = packageOf(path.slice(at + 1))
    const [then, now] = [entryOf(was, key), entryOf(is, key)]
    if (then === undefined || now === undefined) return 'unknown'
    return then === now ? 'same' : 'different'
  }
  return 'unknown'
}

async function textAt(path: string, host: Host): Promise<string | undefined> {
  const read = await host.read(uriOf(posix.normalize(path)))
  return 'bytes' in read ? new TextDecoder().decode(read.bytes) : undefined
}

/** `node_modules/@acme/policy` of a path below it. */
function packageOf(path: string): string {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path
}

/** What a lock file says of a package; undefined for one that it does not know or that is linked from elsewhere. */
function entryOf(text: string, key: string): string | undefined {
  try {
    const entry: unknown = JSON.parse(text).packages?.[key]
    if (typeof entry !== 'object' || entry === null || 'link' in entry || !('integrity' in entry))
      return undefined
    return JSON.stringify([entry.integrity, 'version' in entry ? entry.version : ''])
  } catch {
    return undefined
  }
}
