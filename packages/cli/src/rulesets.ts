import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RulesetEngine, RulesetSupport } from '@specward/core'
import type { Io } from './io.ts'
import { UsageError } from './usage.ts'

/** Options of every command that knows a policy. */
export interface RulesetOptions {
  readonly ruleset?: readonly string[]
  readonly allowScripts?: boolean
}

/** What runs rulesets of Spectral: half a second of loading, so that it is only loaded where there is one. */
export async function rulesetEngine(): Promise<RulesetEngine> {
  const { createSpectralEngine } = await import('@specward/spectral')
  return createSpectralEngine()
}

/** What core needs for rulesets. */
export async function rulesetSupport(options: RulesetOptions, io: Io): Promise<RulesetSupport> {
  return {
    engine: rulesetEngine,
    named: await rulesetNames(options.ruleset, io),
    allowScripts: options.allowScripts,
    workingDirectory: `${pathToFileURL(io.cwd).href.replace(/\/$/, '')}/`,
  }
}

/**
 * The values of `--ruleset` as core takes them: URIs of files, URLs, built-in names, and names of packages.
 * @throws UsageError when one can be none of these
 */
export async function rulesetNames(
  values: readonly string[] | undefined,
  io: Io,
): Promise<readonly string[] | undefined> {
  if (values === undefined) return undefined
  return Promise.all(values.map((value) => rulesetName(value, io)))
}

async function rulesetName(value: string, io: Io): Promise<string> {
  if (/^https?:\/\//i.test(value)) {
    if (URL.canParse(value)) return new URL(value).href
    throw new UsageError(`\`--ruleset ${value}\` is not a URL.`)
  }
  if (value.startsWith('spectral:')) return value
  const path = resolve(io.cwd, value)
  const kind = await io.kind(path)
  if (kind === 'file' || kind === 'other') return pathToFileURL(path).href
  if (kind === 'folder')
    throw new UsageError(`\`--ruleset ${value}\` is a folder; name the ruleset that is in it.`)
  if (isPackage(value)) return value
  throw new UsageError(`\`--ruleset ${value}\` cannot be read: there is no such file.`)
}

/** What has no extension of a file and can be the name of a package. */
function isPackage(value: string): boolean {
  if (/^@[a-z0-9~-][a-z0-9._~-]*\/[a-z0-9~-][a-z0-9._~/-]*$/.test(value)) return true
  return /^[a-z0-9~-][a-z0-9._~-]*$/.test(value) && !/\.(?:ya?ml|json|[cm]?[jt]s)$/.test(value)
}
