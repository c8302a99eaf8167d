import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { slashed } from './folders.ts'
import type { IgnoreFile } from './ignore.ts'
import type { Io } from './io.ts'

type Disk = Pick<Io, 'kind' | 'text'>

/** What decides that something is ignored. */
export interface IgnoredBy {
  /** `.gitignore` or `.git/info/exclude`. */
  readonly kind: string
  /** Absolute path of that file. */
  readonly file: string
  readonly line: number
}

/** The `.gitignore` files that reach into a folder, the nearest first. */
export interface IgnoreScope {
  readonly kind: string
  readonly file: string
  /** The folder that it stands in, relative to the top and ending in `/`; '' for the top itself. */
  readonly folder: string
  readonly rules: IgnoreFile
  readonly above: IgnoreScope | undefined
}

/** Where a search begins. */
export interface Start {
  /** Path from the top of the repository, with `/` and ending in it; '' at the top. */
  readonly name: string
  readonly scope: IgnoreScope | undefined
}

/** The rules from above a folder: of the repository that it is in, where it is in one. */
export async function startIn(folder: string, disk: Disk): Promise<Start> {
  const top = await repositoryOf(folder, disk)
  if (top === undefined) return { name: '', scope: undefined }
  const exclude = await excludeFile(top, disk)
  let scope: IgnoreScope | undefined
  if (exclude !== undefined) scope = await enter(scope, '', exclude, '.git/info/exclude', disk)
  const segments = slashed(relative(top, folder)).split('/').filter(Boolean)
  for (const depth of segments.keys()) {
    const above = segments.slice(0, depth)
    const file = join(top, ...above, '.gitignore')
    scope = await enter(scope, above.map((segment) => `${segment}/`).join(''), file, '.gitignore', disk)
  }
  return { name: segments.map((segment) => `${segment}/`).join(''), scope }
}

/** The scope within a folder: its own file, if it has one, before those from above. */
export async function enter(
  above: IgnoreScope | undefined,
  folder: string,
  file: string,
  kind: string,
  disk: Disk,
): Promise<IgnoreScope | undefined> {
  const text = await disk.text(file)
  if (text === undefined || text.trim() === '') return above
  const { readIgnoreFile } = await import('./ignore.ts')
  return { kind, file, folder, rules: readIgnoreFile(text), above }
}

/**
 * What ignores a file, or a folder (ending in `/`), by its path from the top. Asked from the top down: what is in an
 * ignored folder is ignored, and its name is not asked for.
 */
export function ignoredBy(name: string, nearest: IgnoreScope | undefined): IgnoredBy | undefined {
  for (let scope = nearest; scope; scope = scope.above) {
    const ruling = scope.rules.ruling(name.slice(scope.folder.length))
    if (ruling) {
      return ruling.ignored ? { kind: scope.kind, file: scope.file, line: ruling.line } : undefined
    }
  }
  return undefined
}

async function repositoryOf(folder: string, disk: Disk): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if ((await disk.kind(join(at, '.git'))) !== 'missing') return at
    if (dirname(at) === at) return undefined
  }
}

/** `info/exclude`; in a worktree or a submodule, `.git` is a file that leads to where it is (gitrepository-layout). */
async function excludeFile(top: string, disk: Disk): Promise<string | undefined> {
  const git = join(top, '.git')
  if ((await disk.kind(git)) === 'folder') return join(git, 'info/exclude')
  const target = /^gitdir: (.+)$/m.exec((await disk.text(git)) ?? '')?.[1]
  if (target === undefined) return undefined
  const folder = resolve(top, target.trim())
  const common = (await disk.text(join(folder, 'commondir')))?.trim()
  if (common === undefined) return join(folder, 'info/exclude')
  return join(isAbsolute(common) ? common : join(folder, common), 'info/exclude')
}
