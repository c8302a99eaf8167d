import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { project } from '../project.ts'
import type { ServerProcess } from './server-process.ts'

const SHOP = fileURLToPath(new URL('shop/', import.meta.url))

/** The files of the API that the tests of this folder work on, by their names. */
export async function shop(): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(SHOP, { recursive: true, withFileTypes: true })
  const files: Record<string, string> = {}
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    files[path.slice(SHOP.length).replaceAll('\\', '/')] = await readFile(path, 'utf8')
  }
  return files
}

const CREATED = 1
const CHANGED = 2
const DELETED = 3

/** Somebody who works on the files of a folder with an editor that talks to a server. */
export class Desk {
  readonly disk: Map<string, string>
  /** Texts of what is open, by name. */
  readonly open = new Map<string, string>()
  readonly #versions = new Map<string, number>()
  readonly #undo = new Map<string, string[]>()
  readonly #folder: string
  readonly #server: ServerProcess

  constructor(server: ServerProcess, folder: string, files: Readonly<Record<string, string>>) {
    this.#server = server
    this.#folder = folder
    this.disk = new Map(Object.entries(files))
  }

  /** What an editor and the tools beside it see: open texts before those on the disk. */
  get texts(): ReadonlyMap<string, string> {
    return new Map([...this.disk, ...this.open])
  }

  uri(name: string): string {
    return this.#server.folder + name
  }

  show(name: string): void {
    if (this.open.has(name)) return
    const text = this.disk.get(name) ?? ''
    this.open.set(name, text)
    this.#undo.set(name, [])
    this.#versions.set(name, 1)
    const textDocument = { uri: this.uri(name), languageId: 'yaml', version: 1, text }
    this.#server.notify('textDocument/didOpen', { textDocument })
  }

  /** Replaces characters of an open text. */
  edit(name: string, at: number, cut: number, text: string): void {
    const before = this.open.get(name) ?? ''
    const range = { start: positionAt(before, at), end: positionAt(before, at + cut) }
    this.#undo.get(name)?.push(before)
    this.#change(name, before.slice(0, at) + text + before.slice(at + cut), { range, text })
  }

  undo(name: string): void {
    const text = this.#undo.get(name)?.pop()
    if (text !== undefined) this.#change(name, text, { text })
  }

  async save(name: string): Promise<void> {
    await this.write(name, this.open.get(name) ?? '')
    this.#server.notify('textDocument/didSave', { textDocument: { uri: this.uri(name) } })
  }

  close(name: string): void {
    this.open.delete(name)
    this.#server.notify('textDocument/didClose', { textDocument: { uri: this.uri(name) } })
  }

  async write(name: string, text: string): Promise<void> {
    const type = this.disk.has(name) ? CHANGED : CREATED
    this.disk.set(name, text)
    const path = join(this.#folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    this.#tell(name, type)
  }

  async remove(name: string): Promise<void> {
    this.disk.delete(name)
    await rm(join(this.#folder, name))
    this.#tell(name, DELETED)
  }

  #change(name: string, text: string, change: object): void {
    const version = (this.#versions.get(name) ?? 1) + 1
    this.#versions.set(name, version)
    this.open.set(name, text)
    const textDocument = { uri: this.uri(name), version }
    this.#server.notify('textDocument/didChange', { textDocument, contentChanges: [change] })
  }

  #tell(name: string, type: number): void {
    this.#server.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: this.uri(name), type }] })
  }
}

/** A folder that holds what a desk sees. */
export async function mirrorOf(desk: Desk): Promise<string> {
  return project(Object.fromEntries(desk.texts))
}

function positionAt(text: string, offset: number): { readonly line: number; readonly character: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length - 1
  return { line, character: offset - (before.lastIndexOf('\n') + 1) }
}
