import { mayBeApi, policyFileKind } from '@specward/core'
import type { ListedEntry } from './protocol.ts'

/** What one `.gitignore` says of a path from its folder; folders end in `/`. Undefined where it says nothing. */
export interface IgnoreFile {
  ruling(path: string): { readonly ignored: boolean } | undefined
}

/** What a walk through folders needs. */
export interface WalkDoor {
  list(uri: string): Promise<readonly ListedEntry[]>
  /** Undefined for what cannot be read. */
  read(uri: string): Promise<Uint8Array | undefined>
  /** Reads a `.gitignore`; without it, there are none. */
  readonly ignoreFile?: ((text: string) => IgnoreFile) | undefined
  /** Takes what people should know. */
  tell(message: string): void
}

/**
 * Files that are looked into at most: each may be a request to wherever the files are. Those whose name says that they
 * are descriptions come first.
 */
export const MOST_LOOKED_INTO = 1000

/** Folders that are listed, and files that are read, at the same time. */
const AT_ONCE = 16

const DESCRIPTION = /\.(?:ya?ml|json)$/i
const TELLING = /openapi|swagger|asyncapi/i
/** As the command line: nobody keeps descriptions of their own there. */
const SKIPPED = /^(?:node_modules|\..*)$/
const NO_DESCRIPTION =
  /^(?:specward(?:\.waivers|\.attestations)?\.ya?ml|specward\.baseline\.json|\.spectral\.(?:ya?ml|json))$|\.policy-test\.(?:ya?ml|json)$/i

interface Scope {
  /** From where the walk began, ending in `/`; '' there. */
  readonly folder: string
  readonly rules: IgnoreFile
  readonly above: Scope | undefined
}

interface Folder {
  readonly uri: string
  readonly name: string
  readonly scope: Scope | undefined
}

/**
 * URIs of the files in a folder (a URI ending in `/`) and below that may be API descriptions, or that belong to policies,
 * sorted. `node_modules`, hidden folders and what `.gitignore` files leave out are passed over.
 */
export async function walk(
  start: string,
  what: 'descriptions' | 'policies',
  door: WalkDoor,
): Promise<readonly string[]> {
  const isWanted = (name: string): boolean =>
    what === 'policies'
      ? policyFileKind(name) !== undefined
      : DESCRIPTION.test(name) && !NO_DESCRIPTION.test(name)
  const found: string[] = []
  let level: readonly Folder[] = [{ uri: start, name: '', scope: undefined }]
  while (level.length > 0) {
    const entered = await each(level, (folder) => enter(folder, isWanted, door))
    level = entered.flatMap(({ below }) => below)
    for (const { files } of entered) for (const file of files) found.push(file)
  }
  found.sort()
  return what === 'policies' ? found : descriptionsAmong(found, start, door)
}

async function enter(
  folder: Folder,
  isWanted: (name: string) => boolean,
  door: WalkDoor,
): Promise<{ readonly files: readonly string[]; readonly below: readonly Folder[] }> {
  const entries = await door.list(folder.uri)
  const scope = await scopeIn(folder, entries, door)
  const files: string[] = []
  const below: Folder[] = []
  for (const { name, kind } of entries) {
    const uri = folder.uri + encodeURIComponent(name)
    const path = folder.name + name
    if (kind === 'folder' && !SKIPPED.test(name)) {
      if (!isIgnored(`${path}/`, scope)) below.push({ uri: `${uri}/`, name: `${path}/`, scope })
    } else if (kind === 'file' && isWanted(name) && !isIgnored(path, scope)) files.push(uri)
  }
  return { files, below }
}

async function scopeIn(
  { uri, name, scope }: Folder,
  entries: readonly ListedEntry[],
  { ignoreFile, read }: WalkDoor,
): Promise<Scope | undefined> {
  const isThere = entries.some((entry) => entry.name === '.gitignore' && entry.kind === 'file')
  const bytes = isThere && ignoreFile ? await read(`${uri}.gitignore`) : undefined
  if (!bytes || !ignoreFile) return scope
  return { folder: name, rules: ignoreFile(new TextDecoder().decode(bytes)), above: scope }
}

function isIgnored(path: string, nearest: Scope | undefined): boolean {
  for (let scope = nearest; scope; scope = scope.above) {
    const ruling = scope.rules.ruling(path.slice(scope.folder.length))
    if (ruling) return ruling.ignored
  }
  return false
}

async function descriptionsAmong(
  files: readonly string[],
  start: string,
  door: WalkDoor,
): Promise<readonly string[]> {
  const isTelling = (uri: string): boolean => TELLING.test(uri.slice(uri.lastIndexOf('/') + 1))
  const first = [...files.filter(isTelling), ...files.filter((uri) => !isTelling(uri))]
  const chosen = first.slice(0, MOST_LOOKED_INTO)
  if (chosen.length < first.length) {
    door.tell(
      `${decodeURIComponent(start)} holds ${first.length} YAML and JSON files. Specward looked into ${chosen.length} of them for API descriptions; others are reviewed when they are opened.`,
    )
  }
  const isApi = await each(chosen, async (uri) => {
    const bytes = await door.read(uri)
    // what cannot be read might be one; saying so is left to the judging
    return bytes === undefined || mayBeApi([bytes])
  })
  return chosen.filter((_, index) => isApi[index]).sort()
}

/** The same for each, some at a time. */
async function each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let at = 0; at < items.length; at += AT_ONCE) {
    for (const result of await Promise.all(items.slice(at, at + AT_ONCE).map(work))) results.push(result)
  }
  return results
}
