import { type AttestationSettings, DEFAULT_ATTESTATION_SETTINGS } from '../policy/attestation-settings.ts'
import { COMPANIONS, companionsOf } from '../policy/companions.ts'
import { folderOf } from '../policy/folders.ts'
import type { ConfigurationError, PolicyNotice } from '../policy/policy.ts'
import { relativeName } from '../settle/file-name.ts'
import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import { attestationNotices } from './attestation-notices.ts'
import type { Attestation, AttestationBook } from './attestations.ts'
import { askedOf } from './attested.ts'
import type { Catalogue, Control } from './catalogue.ts'
import type { Facets } from './facets.ts'
import type { AnswersFor } from './question.ts'
import { type AttestationReading, readAttestations } from './read-attestations.ts'

/** What the attestations of a run are read with. */
export interface AttestationRunOptions {
  /** Asked for only where there is a file of attestations. */
  catalogue(): Promise<Catalogue>
  readonly loader: Loader
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
  readonly today: string | undefined
}

/** The answers of people to the documents of a run, read from the files that are in force for each. */
export class AttestationRun {
  readonly #options: AttestationRunOptions
  /** By URI and the longest term that the policy allows. */
  readonly #books = new Map<string, AttestationBook>()
  readonly #inForce = new Map<string, readonly AttestationBook[]>()
  /** Folders in which a first file of attestations belongs, by document. */
  readonly #homes = new Map<string, string>()
  readonly #errors: ConfigurationError[] = []
  #controls: ReadonlyMap<string, Control> = new Map()

  constructor(options: AttestationRunOptions) {
    this.#options = options
  }

  /** What keeps files of attestations from being read; ends the run. */
  get errors(): readonly ConfigurationError[] {
    return this.#errors
  }

  get files(): readonly SourceFile[] {
    return [...this.#books.values()].map(({ file }) => file)
  }

  /** Reads the files that are in force for a document, each once. */
  async open(
    document: string,
    config: string | undefined,
    settings: AttestationSettings | undefined,
  ): Promise<void> {
    const { loader, workingDirectory } = this.#options
    const uris = await companionsOf('attestations', config, workingDirectory, loader)
    const books = await Promise.all(
      uris.map((uri) => this.#read(uri, settings ?? DEFAULT_ATTESTATION_SETTINGS)),
    )
    this.#homes.set(document, config === undefined ? workingDirectory : folderOf(config))
    this.#inForce.set(
      document,
      books.flatMap((book) => book ?? []),
    )
  }

  /** The answers about a document, in the order of the files. */
  of(document: string): readonly Attestation[] {
    const books = this.#inForce.get(document) ?? []
    return books.flatMap(({ attestations }) => attestations.filter((each) => isSame(each.document, document)))
  }

  /**
   * The file in which an answer about a document belongs: one that has answers about it, else the first that is in
   * force; where there is none, the one that would be, without its text.
   */
  fileFor(document: string): { readonly uri: string; readonly file: SourceFile | undefined } {
    const books = this.#inForce.get(document) ?? []
    const speaking = books.find(({ attestations }) =>
      attestations.some((each) => isSame(each.document, document)),
    )
    const file = (speaking ?? books[0])?.file
    const home = this.#homes.get(document) ?? this.#options.workingDirectory
    return { uri: file?.uri ?? home + COMPANIONS.attestations, file }
  }

  /** How the question of a control stands for a document. */
  readonly answersFor: AnswersFor = (control, { uri, assessed }, undecided) => {
    const answers = this.of(uri).filter((each) => each.control === control.id)
    const labels = [...new Set(undecided.flatMap(({ operations }) => operations))].sort()
    return askedOf(control, answers, assessed.facets, labels, this.#options.today)
  }

  /** What is to be told of the answers about a document that was judged as a whole. */
  noticesFor(
    document: string,
    facets: Facets,
    settings: AttestationSettings | undefined,
  ): readonly PolicyNotice[] {
    const { today } = this.#options
    const name = relativeName(this.#options.workingDirectory, document)
    const context = { controls: this.#controls, facets, today, settings, name }
    return attestationNotices(this.of(document), context)
  }

  /** What is to be told of entries that answer nothing, whatever documents are judged. */
  async ownNotices(): Promise<readonly PolicyNotice[]> {
    const { loader } = this.#options
    const found = [...this.#books.values()].map(async ({ attestations, broken }) => {
      const lost = await Promise.all(attestations.map((each) => missingDocument(each, loader)))
      return [...broken.map(({ notice }) => notice), ...lost.flatMap((each) => each ?? [])]
    })
    return (await Promise.all(found)).flat()
  }

  async #read(uri: string, settings: AttestationSettings): Promise<AttestationBook | undefined> {
    const key = `${uri}\n${settings.longest}`
    const known = this.#books.get(key)
    if (known) return known
    const { catalogue, loader, today } = this.#options
    const loaded = await loader.load(uri)
    if ('error' in loaded) {
      this.#errors.push({ message: `The attestations could not be read: ${loaded.detail}`, uri })
      return undefined
    }
    if (this.#controls.size === 0) {
      this.#controls = new Map((await catalogue()).controls.map((control) => [control.id, control]))
    }
    const reading: AttestationReading = { controls: this.#controls, today, settings }
    const read = readAttestations(loaded.file, reading)
    if ('errors' in read) {
      this.#errors.push(...read.errors)
      return undefined
    }
    this.#books.set(key, read)
    return read
  }
}

/** Whether two URIs name one file, whatever of it is percent-encoded. */
function isSame(one: string, other: string): boolean {
  return one === other || decoded(one) === decoded(other)
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}

async function missingDocument(attestation: Attestation, loader: Loader): Promise<PolicyNotice | undefined> {
  const { document, documentName, control, uri, span } = attestation
  if (!document.startsWith('file:') || (await loader.exists(document))) return undefined
  const message = `The attestation for \`${control}\` is about \`${documentName}\`, and there is no such file beside the attestations. Correct the name, or remove the entry.`
  return { code: 'attestation-incomplete', severity: 'error', message, uri, span }
}
