import { isObject } from '../json.ts'
import type { RefLock } from '../source/bounds.ts'
import type { Loader } from '../source/load.ts'
import { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import { folderOf } from './folders.ts'
import type { ConfigurationError } from './policy.ts'

/** Name of the file beside a configuration that knows digests of what is fetched. */
export const REF_LOCK = 'specward.lock'

const VERSION = 1

const DIGEST = /^sha256-([0-9a-f]{64})$/

/**
 * Reads `specward.lock` beside a configuration (a URI): JSON with `version` and, under `refs`, the digest of each URL.
 * What is wrong with it is an error of the configuration: nothing is fetched on the word of a file that nobody can read.
 */
export async function readRefLock(
  config: string,
  loader: Loader,
): Promise<RefLock | { readonly errors: readonly ConfigurationError[] }> {
  const uri = folderOf(config) + REF_LOCK
  if (!(await loader.exists(uri))) return { uri, digests: undefined }
  const loaded = await loader.load(uri)
  if ('error' in loaded) {
    if (loaded.error === 'not-found') return { uri, digests: undefined }
    return { errors: [{ message: `The lock file cannot be read: ${loaded.detail}.`, uri }] }
  }
  return parseRefLock(loaded.file)
}

/** The text of a lock file, with its entries in order. */
export function refLockText(digests: ReadonlyMap<string, string>): string {
  const refs = [...digests]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([url, digest]) => `\n    ${JSON.stringify(url)}: "sha256-${digest}"`)
  const list = refs.length === 0 ? '{}' : `{${refs.join(',')}\n  }`
  return `{\n  "version": ${VERSION},\n  "refs": ${list}\n}\n`
}

/** The same, of its text. */
export function parseRefLock(file: SourceFile): RefLock | { readonly errors: readonly ConfigurationError[] } {
  const [fault] = file.problems
  if (fault) return { errors: [errorAt(file, fault.message, fault.span?.start)] }
  const root = new Node(file, undefined, '', file.value)
  const [version, refs] = [root.child('version'), root.child('refs')]
  const digests = new Map<string, string>()
  const errors: ConfigurationError[] = []
  const fail = (node: Node, message: string): void => {
    errors.push(errorAt(file, message, (node.span?.key ?? node.span?.value)?.start))
  }
  if (version?.value !== VERSION || !isObject(refs?.value)) {
    fail(
      version ?? root,
      `This is no lock file that Specward knows: it has \`version: ${VERSION}\` and \`refs\`. Delete it, and run \`specward lock\`, which writes it anew.`,
    )
    return { errors }
  }
  for (const entry of refs?.children() ?? []) {
    const digest = DIGEST.exec(entry.string ?? '')?.[1]
    if (digest === undefined || !/^https?:/.test(entry.key)) {
      fail(entry, 'An entry of a lock file is a URL with its digest: `sha256-` and 64 hexadecimal digits.')
    } else digests.set(entry.key, digest)
  }
  return errors.length > 0 ? { errors } : { uri: file.uri, digests }
}

function errorAt(file: SourceFile, message: string, start: number | undefined): ConfigurationError {
  return { message, uri: file.uri, ...(start === undefined ? {} : file.position(start)) }
}
