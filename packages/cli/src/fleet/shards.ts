import { join, resolve } from 'node:path'
import { readDocumentRecord, visible } from '@specward/core'
import { type Io, reasonOf } from '../io.ts'
import { UsageError } from '../usage.ts'
import { readShard, type ShardFile } from './shard-file.ts'

/** A file of a shard, with its name as it was given. */
export interface NamedShard {
  readonly name: string
  readonly file: ShardFile
}

/**
 * Reads files of shards; of a folder, those ending in `.json`.
 * @throws UsageError with the name of one that cannot be used
 */
export async function readShards(
  names: readonly string[],
  io: Io,
  sha256: (text: string) => string,
): Promise<readonly NamedShard[]> {
  const shards: NamedShard[] = []
  for (const name of await filesOf(names, io)) {
    const path = resolve(io.cwd, name)
    if ((await io.kind(path)) === 'missing') throw fault(name, 'there is no such file')
    const text = await io.text(path)
    if (text === undefined) throw fault(name, 'it cannot be read')
    const file = readShard(text, sha256, readDocumentRecord)
    if (typeof file === 'string') throw fault(name, file)
    shards.push({ name, file })
  }
  return shards
}

async function filesOf(names: readonly string[], io: Io): Promise<readonly string[]> {
  const files: string[] = []
  for (const name of names) {
    const path = resolve(io.cwd, name)
    if ((await io.kind(path)) !== 'folder') {
      files.push(name)
      continue
    }
    const entries = await io.entries(path).catch((error: unknown) => {
      throw fault(name, reasonOf(error))
    })
    const found = entries.filter((each) => each.kind === 'file' && each.name.endsWith('.json'))
    if (found.length === 0) throw fault(name, 'there is no file ending in .json in this folder')
    files.push(...found.map((each) => join(name, each.name)).sort())
  }
  return [...new Map(files.map((name) => [resolve(io.cwd, name), name])).values()]
}

function fault(name: string, why: string): UsageError {
  return new UsageError(`${visible(name)} cannot be merged: ${why}.`)
}

/** The program that merges. */
export interface Program {
  readonly version: string
  readonly build: string
}

/**
 * Makes sure that files are all the shards of one run of this program.
 * @returns the first shard
 * @throws UsageError with the name of a file that does not belong to the others
 */
export function checkShards(shards: readonly NamedShard[], program: Program): NamedShard {
  const [first] = shards
  if (!first) throw new UsageError('`specward merge` needs the files of all shards.')
  const { of } = first.file.shard
  const known = new Map<number, string>()
  for (const { name, file } of shards) {
    if (file.version !== program.version) {
      throw fault(
        name,
        `Specward ${file.version} has written it, and this is ${program.version}; run the shards again`,
      )
    }
    if (file.build !== program.build) {
      throw fault(name, 'another build of Specward or another Node has written it; run the shards again')
    }
    const other = differenceOf(first.file, file)
    if (other !== undefined)
      throw fault(name, `it belongs to another run than ${visible(first.name)}: ${other}`)
    const twin = known.get(file.shard.index)
    if (twin !== undefined)
      throw fault(name, `it is shard ${file.shard.index} of ${of}, as ${visible(twin)} is`)
    known.set(file.shard.index, name)
  }
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !known.has(index))
  if (missing.length === 0) return first
  throw new UsageError(
    `of ${of} shards, ${missing.length === 1 ? 'one is' : `${missing.length} are`} missing: ${missing.map((index) => `${index}/${of}`).join(', ')}. A report is made of all of them alone.`,
  )
}

/** In what two shards differ that are to be of one run; undefined where they do not. */
function differenceOf(a: ShardFile, b: ShardFile): string | undefined {
  if (a.shard.of !== b.shard.of) return `it is one of ${b.shard.of} shards, not of ${a.shard.of}`
  if (JSON.stringify(a.options) !== JSON.stringify(b.options)) return 'it was made with other options'
  if (JSON.stringify(a.documents) === JSON.stringify(b.documents)) return undefined
  const names = new Set(a.documents.map(({ name }) => name))
  const added = b.documents.find(({ name }) => !names.has(name))
  return added
    ? `it knows ${visible(added.name)}`
    : 'it was made for other documents, or for other contents of them'
}
