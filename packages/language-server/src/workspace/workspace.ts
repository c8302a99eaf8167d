import { type Host, policyFileKind } from '@specward/core'
import type { TextDocumentItem } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Review } from '../desk.ts'
import { Board } from '../diagnostics/board.ts'
import { NOTHING } from '../diagnostics/told.ts'
import { isPolicyFile, isReviewed, keyOf, overlay } from '../files.ts'
import type { ServerOptions } from '../options.ts'
import type { Settings } from '../settings.ts'
import { Buffers } from './buffers.ts'
import { depends } from './depends.ts'
import { Fragments } from './fragments.ts'
import { isChosen, Listing } from './listing.ts'
import { Remote } from './remote.ts'
import { concerned, type ReviewContext, Reviewer } from './reviewer.ts'
import { SettingsStore } from './settings-store.ts'
import { Subject } from './subject.ts'

/** All that is open or in the folders of the workspace, and what is known of it. */
export class Workspace {
  readonly options: ServerOptions
  readonly buffers = new Buffers()
  readonly settingsStore = new SettingsStore()
  readonly host: Host
  readonly remote: Remote
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
    this.remote = new Remote(options.host)
    this.host = overlay(this.remote.host, (uri) => this.#judgedText(uri))
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
    return (
      this.#folderAbove(uri) ??
      (uri.startsWith('untitled:') ? this.folders[0] : undefined) ??
      this.options.workingDirectory
    )
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
    if (this.settings(uri).run === 'onType') this.changed([uri], true)
  }

  closed(uri: string): void {
    const file = this.buffers.close(uri)
    const subject = this.subjects.get(keyOf(uri))
    if (!file) return
    if (subject) {
      subject.isOpen = false
      this.dropIfUnwanted(subject)
    }
    this.board.touch(new Set([keyOf(uri)]), 'judged')
    this.#compare(uri, file.document.getText())
    this.fragments.closed(keyOf(uri))
    if (subject) this.reviewer.rest(subject)
    for (const each of this.reaching(keyOf(uri))) this.reviewer.rest(each)
  }

  /**
   * Texts of open documents have changed: what depends on one is to be judged again.
   * @param isEdit whether the texts were edited, and not opened, saved or closed
   * @returns whether anything does
   */
  changed(uris: readonly string[], isEdit = false): boolean {
    const keys = new Set(uris.map(keyOf))
    this.fragments.changed(keys)
    for (const key of keys) this.#forgetFaults(key)
    return this.spoil(
      (subject) => depends(subject, keys),
      ({ key }) => isEdit && keys.size === 1 && keys.has(key),
    )
  }

  /**
   * A file of a policy has another text: whether the faults are still there that were told in it is known as soon as
   * it is judged itself, which is long before all descriptions are.
   */
  #forgetFaults(key: string): void {
    if (!policyFileKind(key) || !this.subjects.has(key)) return
    for (const subject of this.board.about(key)) if (subject.key !== key) subject.forgetFaults(key)
  }

  /** Anything on the disk may have changed: what is open is to be judged again. */
  changedAnywhere(): void {
    this.fragments.clear()
    this.spoil(({ isOpen, isReaching }) => isOpen || isReaching)
  }

  /** Everything is to be judged again: settings or trust have changed. */
  changedAltogether(): void {
    this.remote.forget()
    for (const { document } of this.buffers.all) this.#includeOpen(document.uri)
    for (const subject of [...this.subjects.values()]) {
      if (subject.isOpen && !this.#isChosen(subject.uri)) subject.isOpen = false
      if (!this.settings(subject.uri).enable) subject.isReaching = false
      this.dropIfUnwanted(subject)
    }
    this.spoil(() => true)
    this.fragments.clear()
  }

  /** Takes those that were found in the folders for what is to be judged, where the settings ask for that. */
  async list(): Promise<void> {
    const listed = (folder: string): boolean => {
      const { enable, workspace } = this.settings(folder)
      return enable && workspace
    }
    const folders = this.folders.filter(listed)
    const policies = await Promise.all(folders.map((each) => this.#policyFiles(each)))
    const found = [...(await this.descriptions(folders)), ...policies.flat()]
    const now = new Map(found.filter((uri) => listed(this.folderOf(uri))).map((uri) => [keyOf(uri), uri]))
    for (const uri of now.values()) this.include(uri).isListed = true
    for (const subject of [...this.subjects.values()]) {
      if (now.has(subject.key) || !subject.isListed) continue
      subject.isListed = false
      this.dropIfUnwanted(subject)
    }
  }

  /** None where the folder cannot be searched: it may be gone, or on no disk. */
  async #policyFiles(folder: string): Promise<readonly string[]> {
    try {
      return (await this.options.policyFiles?.(folder)) ?? []
    } catch {
      return []
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

  /** Those that consist of a file, among others; of what is open, also those that are judged by it. */
  reaching(key: string): readonly Subject[] {
    const all = [...this.subjects.values()].filter((each) => each.key !== key)
    return all.filter(({ files, asked, isOpen }) => files.has(key) || (isOpen && asked.has(key)))
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
    if (!settings.enable || !isReviewed(uri, this.folders)) return false
    return isPolicyFile(uri) || isChosen(uri, this.folderOf(uri), settings)
  }

  /**
   * Has those judged again that are concerned.
   * @param isEdit whether nothing but the text of the file itself has changed in the editor
   * @returns whether any is
   */
  spoil(
    isConcerned: (subject: Subject) => boolean,
    isEdit: (subject: Subject) => boolean = () => false,
  ): boolean {
    let any = false
    for (const subject of this.subjects.values()) {
      if (!isConcerned(subject)) continue
      this.reviewer.spoil(subject, isEdit(subject))
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
    const isAsked = [...this.subjects.values()].some(
      ({ asked, run }) => asked.has(key) || run?.asked.has(key),
    )
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
