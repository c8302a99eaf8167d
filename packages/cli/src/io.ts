import { hash } from 'node:crypto'
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { access, appendFile, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createContext, Script } from 'node:vm'
import type { Host } from '@specward/core'
import { consoleToErrors } from './io/console.ts'
import type { DownloadOptions, NetworkLimits } from './io/download.ts'
import { fold } from './io/fold.ts'
import { watchSignals } from './io/interrupt.ts'
import { LOCAL_SIZE_LIMIT, SIZE_LIMIT } from './io/limit.ts'
import { kind, LocalFiles, readText, reasonOf } from './io/local.ts'
import { put, replace } from './io/put.ts'
import { cacheFolder, type FileStore, openStore } from './io/store.ts'
import {
  paceMemory,
  startThread,
  type Thread,
  type ThreadEvents,
  type ThreadRoom,
  threadRoom,
} from './io/threads.ts'

export type { FileStore } from './io/store.ts'
export {
  type Thread,
  type ThreadEnd,
  type ThreadEvents,
  type ThreadPort,
  type ThreadRoom,
  threadPort,
} from './io/threads.ts'
export { reasonOf }

/** The machine as the commands see it. This file is the only one that touches it; tests put their own in place. */
export interface Io {
  /** Arguments after the name of the program. */
  readonly args: readonly string[]
  /** Absolute path of the working directory. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether standard output goes to a terminal. */
  readonly isTerminal: boolean
  /** Width of the terminal; undefined when there is none. */
  readonly columns: number | undefined
  /** Width of the terminal that standard error goes to; undefined when it goes elsewhere. */
  readonly errColumns: number | undefined
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** The process, where the one that started it opened a channel for messages (`fork`); undefined elsewhere. */
  readonly channel: NodeJS.Process | undefined
  /** Today's date by UTC: `2027-01-31`. */
  today(): string
  /** Lets what has happened meanwhile, such as a signal, take effect. */
  pause(): Promise<void>
  out(text: string): void
  err(text: string): void
  /** All of standard input. */
  stdin(): Promise<Uint8Array>
  /** What stands at a path, symbolic links followed. */
  kind(path: string): Promise<'file' | 'folder' | 'other' | 'missing'>
  /** Bytes of a file; 0 where there is none. */
  size(path: string): Promise<number>
  /** Names in a folder. Rejects with the reason of the system. */
  entries(folder: string): Promise<readonly Entry[]>
  /** Text of a small file; undefined when there is none that can be read. */
  text(path: string): Promise<string | undefined>
  /**
   * Contents of a file, piece by piece; each piece is good until the next is asked for. Throws the error of the
   * system. Blocks: for thousands of small files that takes a tenth of the time.
   */
  chunks(path: string): Iterable<Uint8Array>
  /** Why a file could not be written at a path, as far as that can be known beforehand; undefined when it can. */
  obstacle(path: string): Promise<string | undefined>
  /**
   * Writes a file whole or not at all; what is no regular file, such as a pipe, is written to. A text that is longer than
   * any may be comes in pieces. Rejects with the reason of the system.
   */
  write(path: string, text: string | Iterable<string>): Promise<void>
  /**
   * Writes a file beside the one that is there and puts it in its place, which links lead to still: after a failure the
   * old one is as it was. Rejects with the reason of the system.
   */
  replace(path: string, content: string | Uint8Array): Promise<void>
  /** Where a path leads when links are followed; the path itself where nothing stands. */
  real(path: string): Promise<string>
  /** Adds to the end of a file, which need not exist. */
  append(path: string, text: string): Promise<void>
  /** Text of a file of this package, by its path from the package's folder; undefined when there is none. */
  packageFile(name: string): Promise<string | undefined>
  /** Absolute path of a file of this package, be it there or not. */
  packagePath(name: string): Promise<string>
  host(options: HostOptions): Host
  /** What of the machine threads can have. */
  threadRoom(): ThreadRoom
  /** Keeps the memory of this process low from now on, for a run over many documents, at the price of some time. */
  paceMemory(): void
  /**
   * Starts a thread that judges documents; undefined where the sources run as they are, and there is no script for it.
   * @param data what it is to know, as plain data
   * @param memoryMb what its objects may take
   */
  startThread(data: unknown, memoryMb: number, events: ThreadEvents): Thread | undefined
  /** The folder for caches that belongs to this user and program, be it there or not; undefined where there is none. */
  cacheFolder(): string | undefined
  /** First number of the version of Node. */
  readonly nodeMajor: number
  /**
   * Opens a folder for files of our own, which all begin with a mark, and makes it; a clause that tells why it cannot be
   * used otherwise.
   */
  openStore(folder: string, mark: string): Promise<FileStore | string>
  /** Runs git in a folder, without a shell; `missing` where there is no git. */
  git(args: readonly string[], folder: string): Promise<GitResult>
  /** The name that git has for a content, in as many hexadecimal digits: SHA-1 has 40, SHA-256 64. */
  blobId(content: Uint8Array, digits: number): string
}

export type GitResult =
  | { readonly code: number; readonly bytes: Uint8Array; readonly error: string }
  | { readonly missing: true }

export interface Entry {
  readonly name: string
  /**
   * Links to files, and all that lead out of the project, are files; links to folders are `other`, so that a walk cannot
   * go in circles.
   */
  readonly kind: 'file' | 'folder' | 'other'
  /** True for a symbolic link. */
  readonly isLink: boolean
}

export interface HostOptions {
  /** Absolute path of the working directory. */
  readonly cwd: string
  /** URIs that a person named: read wherever they lead, also from pipes. */
  readonly named?: ReadonlySet<string>
  /** Contents that stand in for files, by URI. */
  readonly overlay?: ReadonlyMap<string, Uint8Array>
  /** Values of the `Authorization` header by the URL that they were given for; sent to its origin alone. */
  readonly credentials?: ReadonlyMap<string, string>
  /** How long servers may take; undefined for the usual limits. */
  readonly limits?: NetworkLimits
  /** Finds the addresses of names in place of the system. */
  readonly lookup?: DownloadOptions['lookup']
}

/** Long enough for everything of our own to end by itself. */
const LEAVE_MS = 500

export function nodeIo(): Io {
  watchStreams()
  return {
    args: process.argv.slice(2),
    cwd: workingDirectory(),
    env: process.env,
    isTerminal: process.stdout.isTTY === true,
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    get errColumns() {
      return process.stderr.isTTY ? process.stderr.columns : undefined
    },
    get input() {
      // opening it takes as long as reading a small description
      return process.stdin
    },
    output: process.stdout,
    channel: process.send === undefined ? undefined : process,
    today: () => new Date().toISOString().slice(0, 10),
    pause: () => new Promise((done) => setImmediate(done)),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin,
    kind,
    size,
    entries,
    text: readText,
    chunks,
    obstacle,
    write: async (path, text) => put(path, text, await kind(path)),
    replace,
    real: (path) => realpath(path).catch(() => path),
    append: (path, text) => appendFile(path, text),
    packageFile,
    packagePath,
    host: createHost,
    threadRoom,
    paceMemory,
    startThread,
    cacheFolder,
    nodeMajor: Number.parseInt(process.versions.node, 10),
    openStore,
    git,
    blobId,
  }
}

let watchesStreams = false

/** A stream that cannot be written to is an error of the run, unless its reader has gone. */
function watchStreams(): void {
  if (watchesStreams) return
  watchesStreams = true
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // the reader has gone (`| head`): what it did not read, it did not want
      if (error.code === 'EPIPE') return
      process.exitCode = 3
      if (stream === process.stdout) process.stderr.write(`error: standard output: ${reasonOf(error)}\n`)
    })
  }
}

const endNow = process.exit.bind(process)
let hasLeft = false

function workingDirectory(): string {
  try {
    return process.cwd()
  } catch {
    writeSync(2, 'error: the working directory is not there any longer.\n')
    return endNow(2)
  }
}

/**
 * Holds the process against code of rulesets, which must pass neither for a clean run nor for findings: what it prints
 * stays out of the report; it cannot end the process; and where it leaves an error that nobody handles, or nothing to
 * wait for, the exit code is 3.
 */
export function watchOver(): void {
  const tell = (what: string, error: unknown): void => {
    process.exitCode = 3
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`error: ${what}: ${words}\n`)
  }
  consoleToErrors()
  process.exit = () => {
    throw new Error('it tried to end the process')
  }
  watchSignals(endNow)
  process.on('unhandledRejection', (reason) => tell('a promise was rejected that nobody waits for', reason))
  process.on('uncaughtException', (error) => tell('an error was thrown that nobody handles', error))
  process.on('exit', () => {
    if (hasLeft) return
    process.exitCode = 3
    process.stderr.write('error: the process was ended before everything was judged.\n')
  })
}

/**
 * Keeps a server going whatever code of rulesets does: what that prints stays out of the conversation, and errors that
 * nobody handles end up on standard error, which editors show as the log.
 */
export function keepServing(): void {
  const tell = (error: unknown): void => {
    process.stderr.write(
      `error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
  }
  consoleToErrors()
  process.on('unhandledRejection', tell)
  process.on('uncaughtException', tell)
  // the channel is all that a server over IPC lives for
  process.on('disconnect', () => endNow(1))
}

/** Leaves the exit code for when everything has been written. */
export function leave(code: number): void {
  hasLeft = true
  process.exitCode = Math.max(Number(process.exitCode ?? 0), code)
}

/** Ends the process once everything has been written: what code of rulesets still waits for is not waited for. */
export function end(): void {
  const endWritten = (): void => {
    if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) endNow()
  }
  setInterval(endWritten, LEAVE_MS).unref()
  // the engine would finish first what it compiles in the background, for nobody
  setImmediate(() => {
    if (!isWaiting()) endWritten()
  })
}

/** Whether there is anything but the streams of the process that may still bring about something. */
function isWaiting(): boolean {
  return process.getActiveResourcesInfo().some((each) => each !== 'TTYWrap' && each !== 'PipeWrap')
}

async function stdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    size += chunk.byteLength
    // what is longer is not read, however long it is
    if (size > LOCAL_SIZE_LIMIT) break
  }
  return Buffer.concat(chunks)
}

async function size(path: string): Promise<number> {
  return stat(path).then(
    (stats) => stats.size,
    () => 0,
  )
}

async function kindBehind(link: string): Promise<'file' | 'folder' | 'other' | 'missing'> {
  const leaves = await new LocalFiles(process.cwd()).leavesProject(link)
  return leaves ? 'file' : kind(link)
}

async function entries(folder: string): Promise<readonly Entry[]> {
  const found = await readdir(folder, { withFileTypes: true })
  return Promise.all(
    found.map(async (entry): Promise<Entry> => {
      const { name } = entry
      if (entry.isFile()) return { name, kind: 'file', isLink: false }
      if (entry.isDirectory()) return { name, kind: 'folder', isLink: false }
      const isLink = entry.isSymbolicLink()
      // what leads out of the project is told by who reads it, be something there or not
      const isLinkToFile = isLink && (await kindBehind(join(folder, name))) === 'file'
      return { name, kind: isLinkToFile ? 'file' : 'other', isLink }
    }),
  )
}

const chunk = new Uint8Array(1024 * 1024)

function* chunks(path: string): Generator<Uint8Array> {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      yield chunk.subarray(0, read)
    }
  } finally {
    closeSync(file)
  }
}

async function obstacle(path: string): Promise<string | undefined> {
  const folder = dirname(path)
  const [there, above] = [await kind(path), await kind(folder)]
  if (there === 'folder') return 'it is a folder'
  if (above === 'missing') return 'its folder does not exist'
  if (above !== 'folder') return 'it would stand in a file instead of a folder'
  try {
    await access(there === 'missing' ? folder : path, constants.W_OK)
    return undefined
  } catch (error) {
    return reasonOf(error)
  }
}

/** What git must not do: wait for a password, fetch what a partial clone lacks, speak another language, write. */
const GIT_ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  LC_ALL: 'C',
}

async function git(args: readonly string[], folder: string): Promise<GitResult> {
  const { execFile } = await import('node:child_process')
  const options = {
    cwd: folder,
    env: { ...process.env, ...GIT_ENVIRONMENT },
    encoding: 'buffer' as const,
    maxBuffer: 8 * SIZE_LIMIT,
    windowsHide: true,
  }
  return new Promise((done) => {
    execFile('git', [...args], options, (error, stdout, stderr) => {
      const code = error?.code ?? 0
      if (code === 'ENOENT') done({ missing: true })
      else done({ code: typeof code === 'number' ? code : 1, bytes: stdout, error: stderr.toString('utf8') })
    })
  })
}

function blobId(content: Uint8Array, digits: number): string {
  const head = Buffer.from(`blob ${content.byteLength}\0`)
  return hash(digits === 64 ? 'sha256' : 'sha1', Buffer.concat([head, content]), 'hex')
}

let packageFolder: Promise<string> | undefined

async function packagePath(name: string): Promise<string> {
  packageFolder ??= findPackage(dirname(fileURLToPath(import.meta.url)))
  return join(await packageFolder, name)
}

async function packageFile(name: string): Promise<string | undefined> {
  try {
    return await readFile(await packagePath(name), 'utf8')
  } catch {
    return undefined
  }
}

/** The nearest folder above with a `package.json`: the same one from the sources and from the bundle. */
async function findPackage(from: string): Promise<string> {
  let folder = from
  while ((await kind(join(folder, 'package.json'))) === 'missing' && dirname(folder) !== folder) {
    folder = dirname(folder)
  }
  return folder
}

function createHost(options: HostOptions): Host {
  const files = new LocalFiles(options.cwd)
  const { overlay, named, credentials } = options
  return {
    async read(uri, { mayBePrivate = false } = {}) {
      const overlaid = overlay?.get(uri)
      if (overlaid) return { bytes: overlaid }
      const isNamed = named?.has(uri) === true
      if (!/^https?:/.test(uri)) return files.read(uri, isNamed)
      const { download, NETWORK_LIMITS } = await import('./io/download.ts')
      const { isIP } = await import('node:net')
      const isAddress = isIP(new URL(uri).hostname.replace(/[[\]]/g, '')) !== 0
      // an address is listed for what it is, a name may lead anywhere
      const mayReach =
        isNamed || (mayBePrivate && isAddress) ? 'anything' : mayBePrivate ? 'private' : 'public'
      return download(uri, {
        mayReach,
        credentials,
        limits: options.limits ?? NETWORK_LIMITS,
        lookup: options.lookup,
      })
    },
    exists: async (uri) => overlay?.has(uri) === true || files.exists(uri),
    real: (uri) => files.real(uri),
    sha256: (content) => hash('sha256', content, 'hex'),
    now,
    watch,
    fold,
  }
}

/** Milliseconds, without what loads all that can be measured. */
function now(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}

let watched: { readonly script: Script; readonly box: { work: () => void } } | undefined

/** Runs work under the watch of Node, which can end even a regular expression. */
function watch(milliseconds: number, work: () => void): boolean {
  watched ??= { script: new Script('work()'), box: createContext({ work }) as { work: () => void } }
  watched.box.work = work
  try {
    watched.script.runInContext(watched.box, { timeout: milliseconds })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
    throw error
  }
}
