import type { DocumentRecord } from '@specward/core'
import { open, seal } from './envelope.ts'
import type { Shard } from './shard.ts'

/** What a shard leaves behind for `specward merge`. */
export interface ShardFile {
  readonly version: string
  /** See `buildOf`. */
  readonly build: string
  readonly shard: Shard
  readonly options: ShardOptions
  /** All documents of the fleet, in their order. */
  readonly documents: readonly ShardDocument[]
  /** Of its own documents, as far as what was found can be told as plain data. */
  readonly records: readonly DocumentRecord[]
}

/** What was judged, and by what. */
export interface ShardOptions {
  readonly args: readonly string[]
  readonly config: string | null
  readonly presets: readonly string[] | null
  readonly rulesets: readonly string[] | null
  readonly allowScripts: boolean
  readonly changed: boolean
}

export interface ShardDocument {
  /** Relative to the working directory. */
  readonly name: string
  readonly named: boolean
  /** Index of the shard that judges it. */
  readonly shard: number
}

const KIND = 'specward-shard'

export function shardText(file: ShardFile, sha256: (text: string) => string): string {
  return seal(KIND, file, sha256)
}

/**
 * @param readRecord makes sure of a record
 * @returns a clause that tells what is wrong with it otherwise
 */
export function readShard(
  text: string,
  sha256: (text: string) => string,
  readRecord: (value: unknown) => DocumentRecord | undefined,
): ShardFile | string {
  const opened = open(KIND, text, sha256)
  if ('fault' in opened) return opened.fault === 'it is none' ? 'it is no file of a shard' : opened.fault
  const { version, build, shard, options, documents, records, ...rest } = fieldsOf(opened.body)
  const read = listOf(records, readRecord)
  const all = listOf(documents, documentOf)
  const of = optionsOf(options)
  const part = partOf(shard)
  const isWhole = typeof version === 'string' && typeof build === 'string' && read && all && of && part
  if (!isWhole || Object.keys(rest).length > 0) return 'another version of Specward has written it'
  return { version, build, shard: part, options: of, documents: all, records: read }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function listOf<Item>(
  value: unknown,
  read: (item: unknown) => Item | undefined,
): readonly Item[] | undefined {
  if (!Array.isArray(value)) return undefined
  const items: Item[] = []
  for (const each of value) {
    const item = read(each)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

function documentOf(value: unknown): ShardDocument | undefined {
  const { name, named, shard } = fieldsOf(value)
  if (typeof name !== 'string' || typeof named !== 'boolean' || !isCount(shard)) return undefined
  return { name, named, shard }
}

function partOf(value: unknown): Shard | undefined {
  const { index, of } = fieldsOf(value)
  return isCount(index) && isCount(of) && index <= of ? { index, of } : undefined
}

function optionsOf(value: unknown): ShardOptions | undefined {
  const { args, config, presets, rulesets, allowScripts, changed } = fieldsOf(value)
  if (!isTexts(args) || typeof allowScripts !== 'boolean' || typeof changed !== 'boolean') return undefined
  if (config !== null && typeof config !== 'string') return undefined
  if ((presets !== null && !isTexts(presets)) || (rulesets !== null && !isTexts(rulesets))) return undefined
  return { args, config, presets, rulesets, allowScripts, changed }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1
}
