import { groupBy } from '../group.ts'
import { type AttestationSettings, DEFAULT_ATTESTATION_SETTINGS } from '../policy/attestation-settings.ts'
import { COMPANIONS, companionsOf } from '../policy/companions.ts'
import { folderOf } from '../policy/folders.ts'
import type { ConfigurationError, PolicyNotice } from '../policy/policy.ts'
import { relativeName } from '../settle/file-name.ts'
import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import { attestationNotices, isTooLong, tooLongNotice } from './attestation-notices.ts'
import type { Attestation, AttestationBook } from './attestations.ts'
import { askedOf } from './attested.ts'
import type { Catalogue, Control } from './catalogue.ts'
import type { Facets } from './facets.ts'
import type { AnswersFor } from './question.ts'
import { readAttestations } from './read-attestations.ts'

/** What the attestations of a run are read with. */
export interface AttestationRunOptions {
  /** Asked for only where there is a file of attestations. */
  catalogue(): Promise<Catalogue>
  readonly loader: Loader
  /** URIs of folders, ending in `/`: whether documents elsewhere exist is nobody's business. */
  readonly folders: readonly string[]
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
  readonly today: string | undefined
}

/** A file of attestations, with its entries by the document that they are about. */
interface Indexed {
  readonly book: AttestationBook
  readonly byDocument: ReadonlyMap<string, readonly Attestation[]>
}

/** What there is of answers for one document. */
interface Opened {
  /** Folder in which a first file of attestations belongs. */
  readonly home: string
  readonly books: readonly Indexed[]
  /** Those that count, in the order of the files. */
  readonly answers: readonly Attestation[]
  readonly byControl: ReadonlyMap<string, readonly Attestation[]>
  /** Of those that hold for longer than the policy of the document allows. */
  readonly refused: readonly PolicyNotice[]
}

/** The answers of people to the documents of a run, read from the files that are in force for each. */
export class AttestationRun {
  readonly #options: AttestationRunOptions
  readonly #books = new Map<string, Indexed>()
  readonly #opened = new Map<string, Opened>()
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
    return [...this.#books.values()].map(({ book }) => book.file)
  }

  /** Reads the files that are in force for a document, each once. */
  async open(
    document: string,
    config: string | undefined,
    settings: AttestationSettings = DEFAULT_ATTESTATION_SETTINGS,
  ): Promise<void> {
    const { loader, workingDirectory } = this.#options
    const uris = await companionsOf('attestations', config, workingDirectory, loader)
    const books = (await Promise.all(uris.map((uri) => this.#read(uri)))).flatMap((book) => book ?? [])
    const about = books.flatMap(({ byDocument }) => byDocument.get(decoded(document)) ?? [])
    const answers = about.filter((each) => !isTooLong(each, settings))
    this.#opened.set(document, {
      home: config === undefined ? workingDirectory : folderOf(config),
      books,
      answers,
      byControl: groupBy(answers, ({ control }) => control),
      refused: about.filter((each) => isTooLong(each, settings)).map((each) => tooLongNotice(each, settings)),
    })
  }

  /**
   * The file in which an answer about a document belongs: one that has answers about it, else the first that is in
   * force; where there is none, the one that would be, without its text.
   */
  fileFor(document: string): { readonly uri: string; readonly file: SourceFile | undefined } {
    const { home = this.#options.workingDirectory, books = [] } = this.#opened.get(document) ?? {}
    const speaking = books.find(({ byDocument }) => byDocument.has(decoded(document)))
    const file = (speaking ?? books[0])?.book.file
    return { uri: file?.uri ?? home + COMPANIONS.attestations, file }
  }

  /** The answers about a document that its policy takes, in the order of the files. */
  of(document: string): readonly Attestation[] {
    return this.#opened.get(document)?.answers ?? []
  }

  /** How the question of a control stands for a document. */
  readonly answersFor: AnswersFor = (control, { uri, assessed }, undecided) => {
    const answers = this.#opened.get(uri)?.byControl.get(control.id) ?? []
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
    return attestationNotices(this.#opened.get(document)?.answers ?? [], context)
  }

  /** What is to be told of entries that answer nothing, whatever of the documents could be judged. */
  async ownNotices(): Promise<readonly PolicyNotice[]> {
    const books = [...this.#books.values()].map((each) => this.#lostIn(each))
    const refused = [...this.#opened.values()].flatMap((each) => each.refused)
    return [...(await Promise.all(books)).flat(), ...refused]
  }

  /** Entries that are broken, or about no file that there is. */
  async #lostIn({ book, byDocument }: Indexed): Promise<readonly PolicyNotice[]> {
    const { loader, folders } = this.#options
    const lost = [...byDocument.values()].map(async (list) =>
      (await isMissing(list, loader, folders)) ? list.map(missingNotice) : [],
    )
    return [...book.broken.map(({ notice }) => notice), ...(await Promise.all(lost)).flat()]
  }

  async #read(uri: string): Promise<Indexed | undefined> {
    const known = this.#books.get(uri)
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
    const book = readAttestations(loaded.file, { controls: this.#controls, today })
    if ('errors' in book) {
      this.#errors.push(...book.errors)
      return undefined
    }
    const indexed = { book, byDocument: groupBy(book.attestations, (each) => decoded(each.document)) }
    this.#books.set(uri, indexed)
    return indexed
  }
}

/** A URI in a form that is the same whatever of it is percent-encoded. */
function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}

async function isMissing(
  [first]: readonly Attestation[],
  { guard }: Loader,
  folders: readonly string[],
): Promise<boolean> {
  const uri = first?.document ?? ''
  return uri.startsWith('file:') && !(await guard.existsIn(uri, folders))
}

function missingNotice({ documentName, control, uri, span }: Attestation): PolicyNotice {
  const message = `The attestation for \`${control}\` is about \`${documentName}\`, and there is no such file beside the attestations. Correct the name, or remove the entry.`
  return { code: 'attestation-incomplete', severity: 'error', message, uri, span }
}
