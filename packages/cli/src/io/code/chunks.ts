import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, isAbsolute, join } from 'node:path'
import { Script } from 'node:vm'
import type { Kept, KeptCode } from './kept-code.ts'

/** The chunks of the bundle, and the packages that are installed beside them; all else is from Node. */
export interface Chunks {
  /** @param name file name in the folder */
  load(name: string): unknown
  /** Keeps what was compiled, where it is not kept already. */
  keep(): void
}

interface Compiled {
  readonly script: Script
  readonly key: string
  readonly known: Kept | undefined
}

type Wrapped = (
  this: unknown,
  exports: unknown,
  require: (name: string) => unknown,
  module: { exports: unknown },
  file: string,
  folder: string,
) => void

/**
 * Functions are compiled when they are first called, and what is kept is what runs have called: the first few add what they
 * need, and then one a day.
 */
const RUNS = 3
const DAY_MS = 24 * 60 * 60 * 1000

/** What Node puts around the files of packages. */
const HEAD = '(function (exports, require, module, __filename, __dirname) {'

/** @param kept undefined where nothing is to be kept */
export function chunksIn(folder: string, kept: KeptCode | undefined): Chunks {
  const modules = new Map<string, { exports: unknown }>()
  const compiled: Compiled[] = []

  function compile(file: string, isChunk: boolean): Script {
    const bytes = readFileSync(file)
    const key = kept?.keyOf(bytes)
    const known = key === undefined ? undefined : kept?.read(key)
    // chunks are functions already, in ASCII
    const source = isChunk ? bytes.toString('latin1') : `${HEAD}${bytes.toString('utf8')}\n})`
    const script = new Script(source, { filename: file, cachedData: known?.code })
    if (key !== undefined)
      compiled.push({ script, key, known: script.cachedDataRejected ? undefined : known })
    return script
  }

  function load(file: string, isChunk: boolean): unknown {
    const known = modules.get(file)
    if (known) return known.exports
    const module = { exports: {} as unknown }
    modules.set(file, module)
    try {
      const run = compile(file, isChunk).runInThisContext() as Wrapped
      run.call(module.exports, module.exports, requireFrom(file, isChunk), module, file, dirname(file))
    } catch (error) {
      modules.delete(file)
      throw error
    }
    return module.exports
  }

  /** What `require` is for a file. */
  function requireFrom(file: string, isChunk: boolean): (name: string) => unknown {
    const here = dirname(file)
    const found = lazy(() => createRequire(file))
    return (name) => {
      // chunks name each other by their file names
      if (isChunk && name.startsWith('.')) return load(join(here, name), true)
      if (isBuiltin(name)) return isChunk ? process.getBuiltinModule(name) : whenUsed(name)
      const isWhole = name.startsWith('.') && /\.c?js$/.test(name)
      const path = isWhole ? join(here, name) : found().resolve(name)
      return isAbsolute(path) && /\.c?js$/.test(path) ? load(path, false) : found()(path)
    }
  }

  return {
    load: (name) => load(join(folder, name), true),
    keep() {
      for (const { script, key, known } of compiled.splice(0)) {
        if (known !== undefined && known.runs >= RUNS && known.ageMs < DAY_MS) continue
        const code = script.createCachedData()
        // the engine throws away what it has not used for long
        const isMore = code.length >= (known?.code.length ?? 0)
        kept?.write(key, { code: isMore ? code : (known?.code ?? code), runs: (known?.runs ?? 0) + 1 })
      }
    },
  }
}

/** `commander` asks for what starts processes, which takes longer to load than itself, and starts none here. */
function whenUsed(name: string): unknown {
  if (name !== 'node:child_process') return process.getBuiltinModule(name)
  const get = (_: object, key: string) => process.getBuiltinModule('node:child_process')[key as 'spawn']
  return new Proxy({}, { get })
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
