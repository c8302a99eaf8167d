import type { Host } from '@specward/core'
import type { TextDocumentItem } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Review } from '../desk.ts'
import { Board } from '../diagnostics/board.ts'
import { isLocal, keyOf, overlay } from '../files.ts'
import type { ServerOptions } from '../options.ts'
import type { Settings } from '../settings.ts'
import { Buffers } from './buffers.ts'
import { Fragments } from './fragments.ts'
import { isChosen, Listing } from './listing.ts'
import { concerned, type ReviewContext, Reviewer } from './reviewer.ts'
import { SettingsStore } from './settings-store.ts'
import { NOTHING } from '../diagnostics/told.ts'
import { Subject } from './subject.ts'

/** Files that are part of a policy: a fault in one is told in it, whatever files the settings choose. */
const POLICY_FILE = /\/(?:specward(?:\.waivers|\.attestations)?\.ya?ml|\.spectral\.(?:ya?ml|json))$/

/** A file of which the disk says something new. */
export interface DiskChange {
  readonly uri: string
  readonly isDeleted: boolean
}

/** All that is open or in the folders of the workspace, and what is known of it. */
export class Workspace {
  readonly options: ServerOptions
  readonly buffers = new Buffers()
  readonly settingsStore = new SettingsStore()
  readonly host: Host
  readonly board: Board
  readonly listing: Listing
  readonly subjects = new Map<string, Subject>()
  readonly reviewer: Reviewer
  readonly fragments: Fragments
  folders: readonly string[] = []
  isTrusted = false
  #settled: Promise<void> = Promise.resolve()

  constructor(options: ServerOptions, events: Pick<ReviewContext, 'onBegin' | 'onEnd' | 'onIdle'>) {
    this.options = options
    this.host = overlay(options.host, (uri) => this.#judgedText(uri))
    this.board = new Board(
      (key) => this.buffers.get(key)?.document.uri,
      (text) => options.host.sha256(text),
    )
    this.listing = new Listing(options.descriptions)
    const self = this
    this.reviewer = new Reviewer({
      ...events,
      options,
      host: this.host,
      buffers: this.buffers,
      board: this.board,
      get isTrusted() {
        return self.isTrusted
      },
      settings: (uri) => this.settings(uri),
      folderOf: (uri) => this.folderOf(uri),
      descriptions: () => this.listing.below,
    })
    this.fragments = new Fragments(this)
  }

  settings(uri?: string): Settings {
    return this.settingsStore.of(uri === undefined ? undefined : this.#folderAbove(uri))
  }

  /** The workspace folder that a file is in, else the working directory; ends in `/`. */
  folderOf(uri: string): string {
    return this.#folderAbove(uri) ?? (isLocal(uri) && !uri.startsWith('file:') ? this.folders[0] : undefined) ?? this.options.workingDirectory
  }

  document(uri: string): TextDocument | undefined {
    return this.buffers.get(uri)?.document
  }

  /** Resolves when it is known what depends on what the editor holds. */
  get settled(): Promise<void> {
    return this.#settled
  }

  open(item: TextDocumentItem): void {
    this.buffers.open(item)
    this.#includeOpen(item.uri)
    this.board.touch(new Set([keyOf(item.uri)]), 'judged')
    this.#compare(item.uri, item.text)
  }

  /** The text of an open document is another one now. */
  edited(uri: string): void {
    this.fragments.changed([keyOf(uri)])
    if (this.settings(uri).run === 'onType') this.changed([uri])
  }

  closed(uri: string): void {
    const file = this.buffers.close(uri)
    const subject = this.subjects.get(keyOf(uri))
    if (!file) return
    this.board.hint(keyOf(uri), undefined)
    if (subject) {
      subject.isOpen = false
      this.dropIfUnwanted(subject)
    }
    this.board.touch(new Set([keyOf(uri)]), 'judged')
    this.#compare(uri, file.document.getText())
    this.fragments.release()
  }

  /**
   * Texts of open documents have changed: what depends on one is to be judged again.
   * @returns whether anything does
   */
  changed(uris: readonly string[]): boolean {
    const keys = new Set(uris.map(keyOf))
    this.fragments.changed(keys)
    return this.#spoil((subject) => hasAny(subject.asked, keys) || hasAny(subject.run?.asked, keys))
  }

  /**
   * The disk holds something else. What is open is not concerned, except as code, which is read from the disk.
   * @returns whether anything depends on it
   */
  changedOnDisk(changes: readonly DiskChange[]): boolean {
    const keys = new Set(changes.map(({ uri }) => keyOf(uri)))
    const gone = changes.flatMap(({ uri, isDeleted }) => (isDeleted ? [`${keyOf(uri).replace(/\/$/, '')}/`] : []))
    const isBelow = (key: string): boolean => gone.some((folder) => key.startsWith(folder))
    const closed = new Set([...keys].filter((key) => !this.buffers.get(key)))
    this.fragments.changed(closed)
    for (const subject of [...this.subjects.values()]) {
      const isGone = changes.some(({ uri, isDeleted }) => isDeleted && keyOf(uri) === subject.key)
      if (!subject.isListed || !(isGone || isBelow(subject.key))) continue
      subject.isListed = false
      this.dropIfUnwanted(subject)
    }
    return this.#spoil((subject) => {
      const run = subject.run?.asked
      if (hasAny(subject.scripts, keys) || hasAny(subject.asked, closed) || hasAny(run, closed)) return true
      return gone.length > 0 && [...subject.asked].some((key) => isBelow(key) && !this.buffers.get(key))
    })
  }

  /** Everything is to be judged again: settings or trust have changed. */
  changedAltogether(): void {
    for (const { document } of this.buffers.all) this.#includeOpen(document.uri)
    for (const subject of [...this.subjects.values()]) {
      if (subject.isOpen && !this.#isChosen(subject.uri)) subject.isOpen = false
      if (!this.settings(subject.uri).enable) subject.isReaching = false
      this.dropIfUnwanted(subject)
    }
    this.#spoil(() => true)
    this.fragments.clear()
  }

  /** Takes those that were found in the folders for what is to be judged, where the settings ask for that. */
  async list(): Promise<void> {
    const listed = (folder: string): boolean => {
      const { enable, workspace } = this.settings(folder)
      return enable && workspace
    }
    const folders = this.folders.filter(listed)
    const found = await this.descriptions(folders)
    const now = new Map(found.filter((uri) => listed(this.folderOf(uri))).map((uri) => [keyOf(uri), uri]))
    for (const uri of now.values()) this.include(uri).isListed = true
    for (const subject of [...this.subjects.values()]) {
      if (now.has(subject.key) || !subject.isListed) continue
      subject.isListed = false
      this.dropIfUnwanted(subject)
    }
  }

  /** URIs of the API descriptions in some folders that the settings choose. */
  descriptions(folders: readonly string[] = this.folders): Promise<readonly string[]> {
    return this.listing.all(
      folders,
      (folder) => this.settings(folder),
      (uri) => this.folderOf(uri),
    )
  }

  /** The file among those that are judged; the caller says what for. */
  include(uri: string): Subject {
    const known = this.subjects.get(keyOf(uri))
    if (known) return known
    const subject = new Subject(this.document(uri)?.uri ?? uri)
    this.subjects.set(subject.key, subject)
    return subject
  }

  /** Forgets a file that nothing is wanted of any longer. */
  dropIfUnwanted(subject: Subject): void {
    if (subject.isWanted) return
    const before = concerned(subject)
    this.subjects.delete(subject.key)
    if (subject.run) subject.run.aborted = true
    subject.tell(NOTHING)
    subject.review = undefined
    subject.files = new Set()
    this.board.place(subject, before, new Set())
  }

  /** Those that consist of a file, among others, or would if it were there. */
  reaching(key: string): readonly Subject[] {
    const all = [...this.subjects.values()].filter((each) => each.key !== key)
    return all.filter(({ files, asked, review }) => files.has(key) || (review !== undefined && asked.has(key)))
  }

  /** The reviews that are kept, marked where an editor holds newer texts that are not judged before they are saved. */
  get kept(): readonly Review[] {
    return [...this.subjects.values()].flatMap((subject) => this.reviewOf(subject) ?? [])
  }

  reviewOf({ review, files }: Subject): Review | undefined {
    if (!review || review.isOutdated) return review
    const isUnsaved = [...files].some((key) => {
      const open = this.buffers.get(key)
      return open && this.#judgedText(open.document.uri) !== open.document.getText()
    })
    return isUnsaved ? { ...review, isOutdated: true } : review
  }

  #compare(uri: string, text: string): void {
    const comparing = this.#isOnDisk(uri, text).then((isSame) => {
      if (!isSame) this.changed([uri])
    })
    this.#settled = Promise.all([this.#settled, comparing]).then(() => undefined)
  }

  #includeOpen(uri: string): void {
    if (!this.#isChosen(uri)) return
    const subject = this.include(uri)
    const isNew = !subject.isOpen
    subject.isOpen = true
    subject.uri = uri
    if (isNew && subject.review && !subject.review.understood) this.reviewer.spoil(subject)
  }

  #isChosen(uri: string): boolean {
    const settings = this.settings(uri)
    if (!settings.enable || !isLocal(uri)) return false
    return POLICY_FILE.test(uri) || isChosen(uri, this.folderOf(uri), settings)
  }

  #spoil(isConcerned: (subject: Subject) => boolean): boolean {
    let any = false
    for (const subject of this.subjects.values()) {
      if (!isConcerned(subject)) continue
      this.reviewer.spoil(subject)
      any = true
    }
    return any
  }

  #judgedText(uri: string): string | undefined {
    const open = this.buffers.get(uri)
    if (!open) return undefined
    return this.settings(open.document.uri).run === 'onSave' ? open.saved : open.document.getText()
  }

  /** Whether nothing that is known of a file becomes wrong when the editor has a text of it, or has it no longer. */
  async #isOnDisk(uri: string, text: string): Promise<boolean> {
    const key = keyOf(uri)
    const isAsked = [...this.subjects.values()].some(({ asked, run }) => asked.has(key) || run?.asked.has(key))
    if (!isAsked) return true
    const read = await this.options.host.read(uri)
    if ('error' in read) return false
    return ('text' in read ? read.text : new TextDecoder().decode(read.bytes)) === text
  }

  #folderAbove(uri: string): string | undefined {
    const key = keyOf(uri)
    const above = this.folders.filter((folder) => key.startsWith(keyOf(folder)))
    return above.sort((a, b) => b.length - a.length)[0]
  }
}

function hasAny(asked: ReadonlySet<string> | undefined, keys: ReadonlySet<string>): boolean {
  if (!asked) return false
  for (const key of keys) if (asked.has(key)) return true
  return false
}
