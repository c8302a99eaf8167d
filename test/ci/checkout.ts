import { spawnSync } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { put } from '../project.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The command line, as it was built. */
const executable = join(root, 'packages/cli/bin/specward.js')

/** What npm says when neither the registry nor its cache answers. */
export const OFFLINE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|ENETUNREACH)\b/

/** Ways to programs, to npm's cache and through a network that needs to be told how. */
const KEPT =
  /^(PATH|HOME|TMPDIR|LANG|\w+_proxy|npm_config_(cache|registry|userconfig)|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+)$/i

/** After which a program is taken to hang. */
const PATIENCE_MS = 300_000

export interface Result {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs a program with what a CI job has of the environment: a way to programs and to npm's cache, and a name for git;
 * nothing of the job or the person that runs the tests.
 */
export function run(program: string, args: readonly string[], { cwd, env = {} }: RunOptions): Result {
  const own: Record<string, string | undefined> = {
    npm_config_prefer_offline: 'true',
    npm_config_fetch_retries: '1',
    ...env,
  }
  for (const [name, value] of Object.entries(process.env)) if (KEPT.test(name)) own[name] ??= value
  for (const role of ['AUTHOR', 'COMMITTER']) {
    own[`GIT_${role}_NAME`] = 'Jane'
    own[`GIT_${role}_EMAIL`] = 'jane@acme.example'
  }
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: own,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: status, out: stdout ?? '', err: (stderr ?? '') + (error ? String(error) : '') }
}

/** Whether a program can be started. */
export function has(program: string): boolean {
  return run(program, ['--version'], { cwd: root }).code === 0
}

/** Runs git; a failure is an error. Returns what it prints, without the last line break. */
export function git(cwd: string, ...args: readonly string[]): string {
  const { code, out, err } = run('git', args, { cwd })
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${err}`)
  return out.trimEnd()
}

/** Makes a repository in a folder with these files; returns the commit. */
export async function repository(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(folder, { recursive: true })
  git(folder, 'init', '--quiet', '--initial-branch=main')
  return commit(folder, files)
}

/** Writes files and commits all that is there; returns the commit. */
export async function commit(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  await put(folder, files)
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--no-verify', '--message', 'Change')
  return git(folder, 'rev-parse', 'HEAD')
}

/** A repository that holds Specward as it stands here, committed or not; returns the commit. */
export async function checkoutOfSpecward(folder: string): Promise<string> {
  const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')
  const deleted = new Set(git(root, 'ls-files', '-z', '--deleted').split('\0'))
  for (const name of listed.split('\0')) {
    if (name !== '' && !deleted.has(name)) await cp(join(root, name), join(folder, name))
  }
  return repository(folder, {})
}

/** Whether `lint` takes `--base`. */
export function knowsBases(): boolean {
  return run('node', [executable, 'lint', '--help'], { cwd: root }).out.includes('--base')
}
