import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compileFunction, constants } from 'node:vm'

import { puttingOff } from './put-off.ts'

/** Runs the code of rulesets. Only for code that may run: nothing holds it back. */
export interface Scripts {
  /** URI of the file that a package or a path inside of one stands for, as seen from a folder. */
  resolve(name: string, folder: string): string | undefined
  /** Whether there is such a file. */
  exists(uri: string): boolean
  /** Where a file stands that may be behind links; the same where there is none. */
  real(uri: string): string
  /** What a module exports by default. Throws what the module throws. */
  run(uri: string): Promise<unknown>
  /** The files that were run, with their texts. */
  files(): ReadonlyMap<string, string>
}

type Require = (id: string) => unknown
interface Module {
  exports: unknown
}

const OUR_PACKAGES = /^@stoplight\/spectral-(core|formats|functions|parsers|ref-resolver|rulesets|runtime)$/u
const ENDINGS = ['.ts', '.mts', '.cts', '.mjs', '.cjs', '/index.ts', '/index.mjs']

/**
 * Code is run from its place as CommonJS, which is what Spectral makes of it too; modules and TypeScript are
 * translated before. The packages of Spectral are the ones that run the rules: a second copy of them would cost half
 * a second and be unknown to the evaluation. Other packages are loaded by Node.
 */
export function createScripts(): Scripts {
  const modules = new Map<string, Module>()
  const texts = new Map<string, string>()
  let ours: ReadonlyMap<string, unknown> = new Map()
  const here = createRequire(import.meta.url)

  function requireFrom(file: string): Require {
    const native = createRequire(file)
    return (id) => {
      const provided = ours.get(id)
      if (provided !== undefined) return provided
      if (isBuiltin(id)) return native(id)
      const found =
        resolveFrom(native, id, dirname(file)) ?? (OUR_PACKAGES.test(id) ? here.resolve(id) : undefined)
      if (found === undefined) return native(id)
      return isOurs(found) ? load(found) : native(found)
    }
  }

  /** Files of the author, and of packages that use those of Spectral. */
  function isOurs(file: string): boolean {
    return /\.[cm]?[jt]s$/u.test(file) && (!isInstalled(file) || usesSpectral(file))
  }

  function load(file: string): unknown {
    const known = modules.get(file)
    if (known) return known.exports
    const module: Module = { exports: {} }
    modules.set(file, module)
    try {
      const text = readFileSync(file, 'utf8').replace(/^\uFEFF/u, '')
      texts.set(pathToFileURL(file).href, text)
      const run = compile(file, text)
      run(module.exports, requireFrom(file), module, file, dirname(file), meta(file))
    } catch (error) {
      modules.delete(file)
      throw error
    }
    return module.exports
  }

  return {
    resolve(name, folder) {
      const path = fileURLToPath(folder)
      const found = resolveFrom(createRequire(path), name, path) ?? resolveFrom(here, name, path)
      return found === undefined || isBuiltin(found) ? undefined : pathToFileURL(found).href
    },
    exists: isFile,
    real: (uri) => {
      if (!uri.startsWith('file:') || !existsSync(fileURLToPath(uri))) return uri
      return pathToFileURL(realpathSync(fileURLToPath(uri))).href
    },
    async run(uri) {
      packages ??= puttingOff(ownPackages)
      ours = await packages
      await translator()
      const file = fileURLToPath(uri)
      return defaultOf(isOurs(file) ? load(file) : requireFrom(file)(file))
    },
    files: () => texts,
  }
}

function isFile(uri: string): boolean {
  try {
    return statSync(fileURLToPath(uri)).isFile()
  } catch {
    return false
  }
}

/** What a module offers that is imported by default, whichever kind of module it is. */
function defaultOf(exported: unknown): unknown {
  if (typeof exported !== 'object' || exported === null) return exported
  if ('default' in exported) return exported.default
  return '__esModule' in exported ? undefined : exported
}

function isInstalled(file: string): boolean {
  return /[\\/]node_modules[\\/]/u.test(file)
}

/** Whether the package that a file belongs to names a package of Spectral among what it needs. */
function usesSpectral(file: string): boolean {
  const home = /^.*[\\/]node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+/u.exec(file)?.[0]
  if (home === undefined) return false
  try {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(`${home}/package.json`, 'utf8'))
    return Object.keys({ ...dependencies, ...peerDependencies }).some((name) => OUR_PACKAGES.test(name))
  } catch {
    return false
  }
}

function resolveFrom(from: NodeJS.Require, id: string, folder: string): string | undefined {
  for (const candidate of candidates(id)) {
    try {
      return from.resolve(candidate, { paths: [folder] })
    } catch {
      // the next one may exist
    }
  }
  return undefined
}

/** A name, and those that it may stand for in TypeScript and in modules, which leave endings out or change them. */
function* candidates(id: string): Generator<string> {
  yield id
  if (!/^\.{0,2}\//u.test(id) && !/^[a-z]:/iu.test(id)) return
  const typed = id.replace(/\.([cm]?)js$/u, '.$1ts')
  if (typed !== id) yield typed
  for (const ending of ENDINGS) yield id + ending
}

type Runner = (
  exports: unknown,
  require: Require,
  module: Module,
  filename: string,
  dirname: string,
  meta: object,
) => void

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', '__meta']

function compile(file: string, text: string): Runner {
  if (!/\.[cm]?ts$/u.test(file)) {
    try {
      return compiled(text, file)
    } catch (error) {
      if (!/\b(import|export)\b/u.test(text)) throw error
    }
  }
  return compiled(translate(text, file), file)
}

function compiled(code: string, filename: string): Runner {
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
  const run = compileFunction(code.replace(/^#!.*/u, ''), PARAMETERS, { filename, importModuleDynamically })
  return run as unknown as Runner
}

function meta(file: string): object {
  return { url: pathToFileURL(file).href, filename: file, dirname: dirname(file) }
}

let transform: typeof import('sucrase').transform | undefined

async function translator(): Promise<void> {
  transform ??= (await import('sucrase')).transform
}

function translate(text: string, file: string): string {
  if (!transform) throw new Error('The translator is not loaded.')
  const isTyped = /\.[cm]?ts$/u.test(file)
  const { code } = transform(text, {
    transforms: isTyped ? ['typescript', 'imports'] : ['imports'],
    disableESTransforms: true,
    filePath: file,
  })
  return code.replace(/\bimport\.meta\b/gu, '__meta')
}

let packages: Promise<ReadonlyMap<string, unknown>> | undefined

async function ownPackages(): Promise<ReadonlyMap<string, unknown>> {
  const loaded = await Promise.all([
    import('@stoplight/spectral-core'),
    import('@stoplight/spectral-formats'),
    import('@stoplight/spectral-functions'),
    import('@stoplight/spectral-parsers'),
    import('@stoplight/spectral-ref-resolver'),
    import('@stoplight/spectral-rulesets'),
    import('@stoplight/spectral-runtime'),
  ])
  const names = ['core', 'formats', 'functions', 'parsers', 'ref-resolver', 'rulesets', 'runtime']
  return new Map(names.map((name, index) => [`@stoplight/spectral-${name}`, loaded[index]?.default]))
}
