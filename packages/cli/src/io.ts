import { execFile } from 'node:child_process'
import { Console } from 'node:console'
import { hash } from 'node:crypto'
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import {
  access,
  appendFile,
  type FileHandle,
  lstat,
  open,
  readdir,
  readFile,
  realpath,
  stat,
} from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { createContext, Script } from 'node:vm'
import { type Host, LIMITS, type ReadResult } from '@specward/core'
import { watchSignals } from './io/interrupt.ts'
import { put, replace } from './io/put.ts'

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
   * Writes a file whole or not at all; what is no regular file, such as a pipe, is written to. Rejects with the reason
   * of the system.
   */
  /** A text that is longer than any may be comes in pieces. */
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
  /** Links to files are files; links to folders are `other`, so that a walk cannot go in circles. */
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
}

const SIZE_LIMIT = 64 * 1024 * 1024
/** What `limits.fileSize` of a policy allows at most; core holds files against what it says. */
const LOCAL_SIZE_LIMIT = LIMITS.fileSize.most * 1024 * 1024
const FETCH_TIMEOUT_MS = 30_000
const REDIRECT_LIMIT = 5
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
    errColumns: process.stderr.isTTY ? process.stderr.columns : undefined,
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
    entries,
    text: (path) => readFile(path, 'utf8').catch(() => undefined),
    chunks,
    obstacle,
    write: async (path, text) => put(path, text, await kind(path)),
    replace,
    real: (path) => realpath(path).catch(() => path),
    append: (path, text) => appendFile(path, text),
    packageFile,
    packagePath,
    host: createHost,
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
  globalThis.console = new Console(process.stderr)
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
  globalThis.console = new Console(process.stderr)
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
  const timer = setInterval(() => {
    if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) endNow()
  }, LEAVE_MS)
  timer.unref()
}

/** The words of the system for an error, without the path and the call. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return /^[A-Z0-9_]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message
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

async function kind(path: string): Promise<'file' | 'folder' | 'other' | 'missing'> {
  try {
    const stats = await stat(path)
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other'
  } catch {
    // a link that leads nowhere is there all the same: it must not pass for a file that nobody has made
    return lstat(path).then(
      () => 'other',
      () => 'missing',
    )
  }
}

async function entries(folder: string): Promise<readonly Entry[]> {
  const found = await readdir(folder, { withFileTypes: true })
  return Promise.all(
    found.map(async (entry): Promise<Entry> => {
      const { name } = entry
      if (entry.isFile()) return { name, kind: 'file', isLink: false }
      if (entry.isDirectory()) return { name, kind: 'folder', isLink: false }
      const isLink = entry.isSymbolicLink()
      const isLinkToFile = isLink && (await kind(join(folder, name))) === 'file'
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

function git(args: readonly string[], folder: string): Promise<GitResult> {
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
  const roots = new Map<string, Promise<string>>()
  return {
    async read(uri) {
      const overlaid = options.overlay?.get(uri)
      if (overlaid) return { bytes: overlaid }
      if (/^https?:/.test(uri)) return download(uri, options.credentials)
      try {
        return await readLocal(fileURLToPath(uri), options.named?.has(uri) === true)
      } catch (error) {
        const missing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
        return { error: missing ? 'not-found' : 'unreadable', detail: reasonOf(error) }
      }
    },
    async exists(uri) {
      if (options.overlay?.has(uri)) return true
      const path = pathOf(uri)
      return path !== undefined && (await kind(path)) !== 'missing'
    },
    sha256: (content) => hash('sha256', content, 'hex'),
    now: () => performance.now(),
    watch,
  }

  async function readLocal(path: string, named: boolean): Promise<ReadResult> {
    if (!named) {
      const root = await rootOf(dirname(path))
      const real = await realpath(path)
      if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) {
        return { error: 'outside-root', detail: 'it is a link that leads outside of the project' }
      }
    }
    const file = await open(path, constants.O_RDONLY | (named ? 0 : constants.O_NONBLOCK))
    try {
      return await readOpen(file, named)
    } finally {
      await file.close()
    }
  }

  function rootOf(folder: string): Promise<string> {
    const known = roots.get(folder)
    if (known) return known
    const found = findRoot(folder, options.cwd).then((root) => realpath(root))
    roots.set(folder, found)
    // a folder that is missing may come while a server runs
    found.catch(() => roots.delete(folder))
    return found
  }
}

/** Undefined for URIs that stand for no file of this machine. */
function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri)
  } catch {
    return undefined
  }
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

async function readOpen(file: FileHandle, named: boolean): Promise<ReadResult> {
  const stats = await file.stat()
  if (stats.isDirectory()) return { error: 'is-folder', detail: 'it is a folder' }
  if (!stats.isFile() && !named) return { error: 'unreadable', detail: 'it is not a regular file' }
  if (stats.size > LOCAL_SIZE_LIMIT) return tooLarge(LOCAL_SIZE_LIMIT)
  if (stats.isFile()) return { bytes: await file.readFile() }
  return collect(file.createReadStream({ autoClose: false }), LOCAL_SIZE_LIMIT)
}

/** The nearest folder with `.git`, else with `specward.yaml`, else the working directory, else the folder itself. */
async function findRoot(folder: string, cwd: string): Promise<string> {
  for (const marks of [['.git'], ['specward.yaml', 'specward.yml']]) {
    for (let at = folder; ; at = dirname(at)) {
      for (const mark of marks) if ((await kind(join(at, mark))) !== 'missing') return at
      if (dirname(at) === at) break
    }
  }
  return folder === cwd || folder.startsWith(cwd + sep) ? cwd : folder
}

async function collect(chunks: AsyncIterable<Uint8Array>, limit = SIZE_LIMIT): Promise<ReadResult> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > limit) return tooLarge(limit)
    read.push(chunk)
  }
  return { bytes: Buffer.concat(read) }
}

function tooLarge(limit: number): ReadResult {
  return { error: 'too-large', detail: `it is larger than ${limit / 1024 / 1024} MB` }
}

/** Fetches a URL that core asked for; follows redirects only on the host that was allowed. */
async function download(uri: string, credentials: HostOptions['credentials']): Promise<ReadResult> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS)
  let url = new URL(uri)
  try {
    for (let hops = 0; hops <= REDIRECT_LIMIT; hops++) {
      const response = await fetch(url, { redirect: 'manual', signal, headers: headersFor(url, credentials) })
      const location = response.headers.get('location')
      if (response.status >= 300 && response.status < 400 && location) {
        if (!URL.canParse(location, url.href)) return refused('it redirects to what is no URL')
        const next = new URL(location, url)
        if (next.host !== url.host || (url.protocol === 'https:' && next.protocol !== 'https:')) {
          return refused(`it redirects to ${next.origin}, and redirects to other hosts are not followed`)
        }
        url = next
      } else if (response.status === 404 || response.status === 410) {
        return { error: 'not-found', detail: `HTTP ${response.status}` }
      } else if (response.status === 401 || response.status === 403) {
        return refused(
          `HTTP ${response.status}, the server wants you to sign in; fetch it yourself and pipe it, as in \`curl … | specward lint -\``,
        )
      } else if (!response.ok || !response.body) return refused(`HTTP ${response.status}`)
      else return await collect(response.body)
    }
    return refused('it redirects too often')
  } catch (error) {
    if (signal.aborted) return refused(`no answer within ${FETCH_TIMEOUT_MS / 1000} s`)
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    return refused(reasonOf(cause))
  }
}

function refused(detail: string): ReadResult {
  return { error: 'unreadable', detail }
}

/** Credentials go to the URL that they were given for, and to others of its origin. */
function headersFor(url: URL, credentials: HostOptions['credentials'] = new Map()): Record<string, string> {
  const known = [...credentials]
  const authorization = (known.find(([given]) => given === url.href) ??
    known.find(([given]) => new URL(given).origin === url.origin))?.[1]
  return authorization === undefined ? {} : { authorization }
}
