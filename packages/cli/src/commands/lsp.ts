import { createConformanceChecker } from '@specward/conformance'
import type { RulesetEngine } from '@specward/core'
import { startServer } from '@specward/language-server'
import { descriptionsBelow } from '../descriptions.ts'
import type { Io } from '../io.ts'
import { rulesetEngine } from '../rulesets.ts'
import { folderUri } from '../uris.ts'

/** Starts the language server on standard input and output; it ends when the editor says so. */
export async function lspCommand(io: Io, version: string): Promise<void> {
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
    packageFile: (name: string) => io.packageFile(name),
  }
  startServer(options, { input: io.input, output: io.output })
}
