import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { constants, Script } from 'node:vm'
import type { Kept, KeptCode } from './kept-code.ts'

/** The chunks of the bundle, which require each other by their relative names, and all else from Node. */
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

/** @param kept undefined where nothing is to be kept */
export function chunksIn(folder: string, kept: KeptCode | undefined): Chunks {
  const outside = createRequire(join(folder, 'start.cjs'))
  const modules = new Map<string, { exports: unknown }>()
  const compiled: Compiled[] = []

  function compile(file: string): Script {
    const bytes = readFileSync(file)
    const key = kept?.keyOf(bytes)
    const known = key === undefined ? undefined : kept?.read(key)
    // chunks are written in ASCII
    const source = `(function (exports, require, module, __filename, __dirname) {${bytes.toString('latin1')}\n})`
    const script = new Script(source, {
      filename: file,
      cachedData: known?.code,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
    if (key !== undefined) compiled.push({ script, key, known: script.cachedDataRejected ? undefined : known })
    return script
  }

  function load(file: string): unknown {
    const known = modules.get(file)
    if (known) return known.exports
    const module = { exports: {} as unknown }
    modules.set(file, module)
    const run = compile(file).runInThisContext() as Wrapped
    const here = dirname(file)
    const require = (name: string): unknown => (isChunk(name) ? load(join(here, name)) : outside(name))
    run.call(module.exports, module.exports, require, module, file, here)
    return module.exports
  }

  return {
    load: (name) => load(join(folder, basename(name))),
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

function isChunk(name: string): boolean {
  return /^\.\.?\//.test(name) && name.endsWith('.cjs')
}
