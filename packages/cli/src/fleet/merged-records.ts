import {
  type DocumentRecord,
  type DocumentRecords,
  type Host,
  type LintRequest,
  relativeName,
  visible,
  type WantedRecord,
} from '@specward/core'
import { UsageError } from '../usage.ts'
import { Inputs } from './inputs.ts'
import type { NamedShard } from './shards.ts'

/** The records of shards, held against the checkout that they are merged in. */
export class MergedRecords implements DocumentRecords {
  readonly #shards: readonly NamedShard[]
  readonly #request: LintRequest
  readonly #inputs: Inputs
  readonly #records = new Map<string, { readonly record: DocumentRecord; readonly shard: string }>()
  /** The first thing that was wrong. */
  #fault: string | undefined

  /** @throws UsageError where shards were made for other documents than those of the request */
  constructor(shards: readonly NamedShard[], request: LintRequest, host: Host) {
    this.#shards = shards
    this.#request = request
    this.#inputs = new Inputs(host, request.workingDirectory, 0)
    this.#checkDocuments()
    for (const { name, file } of shards) {
      for (const record of file.records) {
        const { href } = new URL(record.uri, request.workingDirectory)
        this.#records.set(href, { record, shard: name })
      }
    }
  }

  async find(wanted: WantedRecord): Promise<DocumentRecord | undefined> {
    const { basis, document, version } = wanted
    const { uri } = document
    // what the run is compared with is no matter of the shards
    const found = version ? undefined : this.#records.get(uri)
    // what cannot be told as plain data is judged here
    if (!found) return undefined
    const { record, shard } = found
    const { today } = this.#request
    if (record.basis !== basis) {
      this.#refuse(shard, uri, 'it was judged by another policy, or with other files of the policy')
    } else if (record.today !== undefined && record.today !== today) {
      this.#refuse(
        shard,
        uri,
        `what was found depends on the day, which was ${record.today}; run the shards again`,
      )
    } else {
      const changed = await this.#inputs.changed(record, wanted)
      if (changed === undefined) return record
      const name = visible(relativeName(this.#request.workingDirectory, changed.uri))
      const why = changed.mayRead
        ? `${name} is not what it was there; merge in the same checkout`
        : `it was made of ${name}, to which it may not refer`
      this.#refuse(shard, uri, why)
    }
    return undefined
  }

  /** Aborted once something was wrong: the report would be another one. */
  get signal(): NonNullable<LintRequest['signal']> {
    const isAborted = (): boolean => this.#fault !== undefined
    return {
      get aborted() {
        return isAborted()
      },
    }
  }

  /** @throws UsageError where a record was not good for this checkout */
  check(): void {
    if (this.#fault !== undefined) throw new UsageError(this.#fault)
  }

  #refuse(shard: string, uri: string, why: string): void {
    const name = relativeName(this.#request.workingDirectory, uri)
    this.#fault ??= `${visible(shard)} cannot be merged: of ${visible(name)}, ${why}.`
  }

  #checkDocuments(): void {
    const [first] = this.#shards
    if (!first) return
    const { workingDirectory, documents } = this.#request
    const here = documents.map(({ uri, named }) => `${named} ${relativeName(workingDirectory, uri)}`)
    const there = first.file.documents.map(({ name, named }) => `${named} ${name}`)
    if (here.join('\n') === there.join('\n')) return
    const lost = first.file.documents.find(({ name, named }) => !here.includes(`${named} ${name}`))
    const added = here.find((each) => !there.includes(each))?.replace(/^\w+ /, '')
    const why = lost
      ? `it knows ${visible(lost.name)}, which is not found here`
      : `it does not know ${visible(added ?? '')}, which is found here`
    throw new UsageError(
      `${visible(first.name)} cannot be merged: ${why}. Merge in the same folder of the same checkout.`,
    )
  }
}
