import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeServer } from './install.mjs'
import { processesOf } from './processes.ts'

/** How long the server may take until it listens, in milliseconds. */
const PATIENCE_MS = 30_000

/** No start page, no suggestions by others, nothing from elsewhere, and files are saved by hand. */
const QUIET = {
  'chat.agent.enabled': false,
  'chat.commandCenter.enabled': false,
  'editor.autoClosingBrackets': 'never',
  'editor.quickSuggestions': { other: false, strings: false, comments: false },
  'editor.wordBasedSuggestions': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.menuBarVisibility': 'classic',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
}

/** A server of VS Code that runs on this machine. */
export interface Editor {
  /** Where it listens, ending in `/`. */
  readonly url: string
  /** Command lines of all processes that belong to it. */
  processes(): Promise<readonly string[]>
  /** Who its processes have connected to, other than this machine: `connect host:port by command`. */
  connections(): Promise<readonly string[]>
  /** Ends it with all of its processes. */
  close(): Promise<void>
}

export interface EditorOptions {
  /** The folder that extensions are installed in. */
  readonly extensions: string
  /** Settings of the user, above those that keep the editor quiet. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/** Starts the server for a user who is new to it. */
export async function startEditor({ extensions, settings = {} }: EditorOptions): Promise<Editor> {
  const home = await mkdtemp(join(tmpdir(), 'specward-editor-'))
  const data = join(home, 'data')
  await mkdir(join(data, 'User'), { recursive: true })
  await writeFile(join(data, 'User/settings.json'), JSON.stringify({ ...QUIET, ...settings }))
  const log = join(home, 'network.log')
  await writeFile(log, '')

  const folders = ['--user-data-dir', data, '--extensions-dir', extensions]
  const quiet = ['--auth', 'none', '--disable-telemetry', '--disable-update-check', '--ignore-last-opened']
  const keeper = fileURLToPath(new URL('keeper.mjs', import.meta.url))
  const args = [keeper, process.execPath, codeServer, '--bind-addr', '127.0.0.1:0', ...quiet, ...folders]
  const child = spawn(process.execPath, args, {
    env: environment(home, log),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const close = async () => {
    await end(child)
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    return {
      url: await listening(child),
      processes: () => processesOf(child.pid ?? 0),
      connections: async () => (await readFile(log, 'utf8')).split('\n').filter(isElsewhere),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Installs a packed extension into a folder for extensions. */
export async function installExtension(vsix: string, extensions: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'specward-editor-'))
  const folders = ['--user-data-dir', join(home, 'data'), '--extensions-dir', extensions]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [codeServer, ...folders, '--install-extension', vsix],
    { env: environment(home), encoding: 'utf8' },
  )
  await rm(home, { recursive: true, force: true })
  if (status !== 0) throw new Error(`${vsix} could not be installed:\n${stdout}${stderr}`)
}

/** What the editor sees of the environment: programs, and a home that is its own. */
function environment(home: string, log?: string): Record<string, string> {
  const network = fileURLToPath(new URL('network.cjs', import.meta.url))
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: home,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    ...(log && { SPECWARD_NETWORK_LOG: log, NODE_OPTIONS: `--require=${network}` }),
  }
}

/** The address that the server says it listens at. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (why: string) => reject(new Error(`code-server ${why}:\n${output}`))
    const timer = setTimeout(() => fail(`did not listen within ${PATIENCE_MS} ms`), PATIENCE_MS)
    child.once('error', reject)
    child.once('exit', (code) => fail(`ended with ${code}`))
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk
        const [, url] = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(output) ?? []
        if (url === undefined) return
        clearTimeout(timer)
        resolve(url)
      })
    }
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('close', resolve))
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

function isElsewhere(line: string): boolean {
  return line !== '' && !/^(connect|lookup) (127\.0\.0\.1|::1|localhost)\b/.test(line)
}
