import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, promises, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type ForeignOptions,
  type Host,
  type LoadedRulesets,
  parseSource,
  type RulesetReference,
  type RulesetRequest,
} from '@specward/core'
import core, { type Ruleset } from '@stoplight/spectral-core'
import bundler from '@stoplight/spectral-ruleset-bundler'
import migrator from '@stoplight/spectral-ruleset-migrator'
import { onTestFinished } from 'vitest'

import { createSpectralEngine } from '../index.ts'
import { judgeDocument } from '../judge-document.ts'

/** A host over texts. */
export function memoryHost(files: Readonly<Record<string, string>>): Host {
  return {
    async read(uri) {
      const text = files[uri]
      return text === undefined ? { error: 'not-found', detail: 'there is no such file' } : { text }
    },
    async exists(uri) {
      return files[uri] !== undefined
    },
    sha256: (content) => createHash('sha256').update(content).digest('hex'),
    now: () => 0,
  }
}

/** A host over the disk. */
export function diskHost(): Host {
  return {
    ...memoryHost({}),
    async read(uri) {
      if (!uri.startsWith('file:') || !existsSync(fileURLToPath(uri))) {
        return { error: 'not-found', detail: 'there is no such file' }
      }
      return { text: readFileSync(fileURLToPath(uri), 'utf8') }
    },
    exists: async (uri) => uri.startsWith('file:') && existsSync(fileURLToPath(uri)),
  }
}

export const HOME = 'file:///policy/'

/** What people are told whose code may not run. */
export const ADVICE = 'Ask whoever wrote it.'

export interface Loading {
  readonly by?: 'named' | 'extended' | 'discovered'
  readonly allowScripts?: boolean
  readonly hosts?: readonly string[]
}

/** Loads `.spectral.yaml` of some texts in a folder `/policy/`. */
export async function load(files: Readonly<Record<string, string>>, options: Loading = {}) {
  const texts = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [new URL(name, HOME).href, text]),
  )
  const [name = ''] = Object.keys(texts)
  return loadBy({ name, base: HOME, by: options.by ?? 'named' }, memoryHost(texts), HOME, options)
}

export async function loadBy(
  reference: RulesetReference | readonly RulesetReference[],
  host: Host,
  workingDirectory: string,
  { allowScripts = false, hosts = [] }: Loading = {},
) {
  const captured: unknown[] = []
  const engine = createSpectralEngine({
    judge(request) {
      captured.push(picture(request.ruleset))
      return judgeDocument(request)
    },
  })
  const rulesets = 'length' in reference ? reference : [reference]
  const asked = {
    host,
    root: 'file:///',
    within: () => host,
    workingDirectory,
    hosts,
    allowScripts,
    scriptAdvice: ADVICE,
  }
  const request: RulesetRequest = { rulesets, ...asked }
  const loaded = await engine.load(request)
  return { loaded, captured }
}

/** The rulesets that were loaded; fails where there are errors. */
export async function loadWell(files: Readonly<Record<string, string>>, options?: Loading) {
  const { loaded } = await load(files, options)
  return good(loaded)
}

export function good(
  loaded: LoadedRulesets | { readonly errors: readonly { message: string }[] },
): LoadedRulesets {
  if ('errors' in loaded) throw new Error(loaded.errors.map(({ message }) => message).join('\n'))
  return loaded
}

/** Errors as `line:column message`. */
export async function errorsOf(
  files: Readonly<Record<string, string>>,
  options?: Loading,
): Promise<string[]> {
  const { loaded } = await load(files, options)
  if (!('errors' in loaded)) throw new Error('It was loaded without an error.')
  return loaded.errors.map(({ message, line, column }) => `${line}:${column} ${message}`)
}

export async function judge(loaded: LoadedRulesets, text: string, uri = 'file:///policy/openapi.yaml') {
  const options: ForeignOptions = {
    read: async () => ({ because: 'there is no such file' }),
    now: () => 0,
    budgetMs: 1000,
  }
  return loaded.judge({ uri, text, file: await parseSource(uri, text) }, options)
}

/** Writes files into a folder of their own; gives its URI, ending in `/`. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rulesets-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return pathToFileURL(`${folder}/`).href
}

/** The ruleset that Spectral's own command makes of a file: translated into code, bundled, and run. */
export async function asSpectral(file: string): Promise<Ruleset> {
  const stdin = plugin('plugins/stdin', 'stdin')
  const builtins = plugin('plugins/builtins', 'builtins')
  const commonjs = plugin('plugins/commonjs', 'commonjs')
  const node = plugin('presets/node', 'node') as (io: unknown) => readonly unknown[]
  const io = { fs: { promises }, fetch }
  let entry = file
  const plugins: unknown[] = [builtins(), commonjs(), ...node(io)]
  if (/\.(json|ya?ml)$/.test(file)) {
    const migrated = await migrator.migrateRuleset(file, { format: 'esm', fs: { promises } as never })
    entry = join(dirname(file), '.spectral.js')
    plugins.unshift(stdin(migrated, entry))
  }
  const code = await bundler.bundleRuleset(entry, {
    target: 'node',
    format: 'commonjs',
    plugins: plugins as never,
  })
  const module = { exports: {} }
  new Function('module', 'require', String(code))(module, createRequire(entry))
  return new core.Ruleset(module.exports, { severity: 'recommended', source: entry })
}

function plugin(module: string, name: string): (...rest: unknown[]) => unknown {
  return createRequire(import.meta.url)(`@stoplight/spectral-ruleset-bundler/${module}`)[name]
}

/** All of a ruleset that can change a result, as plain data. */
export function picture(ruleset: Ruleset): unknown {
  return {
    source: ruleset.source,
    formats: [...ruleset.formats].map(nameOf),
    aliases: plain(ruleset.aliases),
    overrides: plain(ruleset.overrides),
    parserOptions: ruleset.parserOptions,
    rules: Object.values(ruleset.rules).map((rule) => ({
      ...rule.toJSON(),
      owner: undefined,
      formats: rule.formats && [...rule.formats].map(nameOf),
      then: plain(rule.then),
      given: plain(rule.given),
      definition: plain(rule.definition),
    })),
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (_key, item) =>
      typeof item === 'function' ? nameOf(item) : item instanceof Set ? [...item] : item,
    ),
  )
}

function nameOf(named: { readonly name: string; readonly displayName?: string }): string {
  return named.displayName ?? `${named.name}()`
}
