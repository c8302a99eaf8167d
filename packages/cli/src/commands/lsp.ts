import { createConformanceChecker } from '@specward/conformance'
import type { RulesetEngine } from '@specward/core'
import { startServer } from '@specward/language-server'
import { descriptionsBelow, policyFilesBelow } from '../descriptions.ts'
import type { Io } from '../io.ts'
import { rulesetEngine } from '../rulesets.ts'
import { folderUri, uriOf } from '../uris.ts'
import { UsageError } from '../usage.ts'

export interface LspOptions {
  /** Talks over the channel of Node between a process and the one that started it. */
  readonly nodeIpc?: boolean
}

/**
 * Starts the language server, on standard input and output unless something else is asked for; it ends when the
 * editor says so.
 *
 * @throws UsageError when there is no channel
 */
export async function lspCommand(
  io: Io,
  version: string,
  { nodeIpc = false }: LspOptions = {},
): Promise<void> {
  if (nodeIpc && !io.channel) {
    throw new UsageError('`--node-ipc` needs a process that starts this one with a channel (`fork` of Node).')
  }
  let engine: Promise<RulesetEngine> | undefined
  const options = {
    conformance: createConformanceChecker(),
    rulesetEngine: () => {
      engine ??= rulesetEngine()
      return engine
    },
    host: io.host({ cwd: io.cwd }),
    version,
    today: () => io.today(),
    workingDirectory: folderUri(io.cwd),
    descriptions: descriptionsBelow(io),
    policyFiles: policyFilesBelow(io),
    packageFile: (name: string) => io.packageFile(name),
    packageUri: async (name: string) => uriOf(await io.packagePath(name)),
  }
  startServer(
    options,
    nodeIpc && io.channel
      ? { channel: io.channel }
      : { input: io.input, output: io.output, onFault: (what) => io.err(`error: ${what}\n`) },
  )
}
