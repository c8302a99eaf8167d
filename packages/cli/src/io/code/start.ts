// The first that is loaded of the bundle, with nothing but what Node has: it loads the rest.
import * as nodeModule from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { chunksIn } from './chunks.ts'
import { codeFolder } from './code-folder.ts'
import { isFolderOfOurs, keptCode } from './kept-code.ts'

/** A server runs for hours: what it has compiled is kept once it has had so many milliseconds to work. */
const SERVER_MS = 20_000

/** From Node 22.8 on. */
const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown }

const FLAGS = [
  // a run is over before much inlining has paid for itself: compiling takes a quarter of all processor time otherwise
  '--max-inlined-bytecode-size-cumulative=200',
  // what is loaded stays: it need not be copied from one small space to the next
  '--semi-space-growth-factor=8',
]

/** Code is optimised after three times as much use: where that takes long, more than half of it is never used as much again. */
const PATIENT = '--interrupt-budget=400000'

/** Runs the command line. */
export function start(): void {
  const command = /^[a-z]{2,12}$/.exec(process.argv[2] ?? '')?.[0] ?? 'main'
  // Newer versions may not know the flags, and would say so. A server runs long enough.
  const version = Number.parseInt(process.versions.node, 10)
  if (version <= 24 && command !== 'lsp') for (const flag of FLAGS) setFlagsFromString(flag)
  // from Node 22 on there is another compiler between, for which it would come too late
  if (version < 22 && command !== 'lsp') setFlagsFromString(PATIENT)
  const folder = codeFolder(process.env)
  // for the packages that are installed beside the bundle
  if (enableCompileCache && folder !== undefined && isFolderOfOurs(folder)) enableCompileCache(folder)
  const main = load('main.cjs', command) as { start(): Promise<void> }
  void main.start()
}

/**
 * Loads a chunk of the bundle, and all that it needs, with what earlier runs have compiled of it. What this one compiles
 * is kept for the next when it ends.
 * @param user who uses it, as in `keptCode`; undefined where nothing is kept
 */
export function load(name: string, user?: string): unknown {
  const folder = user === undefined ? undefined : codeFolder(process.env)
  const kept = user === undefined || folder === undefined ? undefined : keptCode(folder, user)
  const chunks = chunksIn(__dirname, kept)
  process.once('exit', () => chunks.keep())
  if (user === 'lsp') setTimeout(() => chunks.keep(), SERVER_MS).unref()
  return chunks.load(name)
}
