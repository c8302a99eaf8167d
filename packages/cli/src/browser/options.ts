import { createConformanceChecker } from '@specward/conformance/browser'
import type { Ask, ServerOptions } from '@specward/language-server/browser'
import { readIgnoreFile } from '../ignore.ts'
import type { WorkerIo } from './io.ts'
import { noSpectral } from './no-spectral.ts'

/** Answer to `specward/packageUri`. */
interface PackageAnswer {
  /** URI of the folder that holds the rule pages and schemas, ending in `/`. */
  readonly uri: string
}

/** What the server works with in a browser: files of its own package and of the workspace, it has the editor read. */
export function browserOptions(io: WorkerIo, ask: Ask, version: string): ServerOptions {
  let folder: Promise<string> | undefined
  const packageUri = async (name: string): Promise<string> => {
    folder ??= ask<PackageAnswer>('specward/packageUri', {}).then(({ uri }) => uri)
    return (await folder) + name
  }
  const packageFile = async (name: string): Promise<string | undefined> => {
    const answer = await ask<{ readonly text?: string }>('specward/read', { uri: await packageUri(name) })
    return answer.text
  }
  return {
    host: io.host,
    isDiskless: true,
    version,
    today: () => io.today(),
    // nothing stands there; what is in no folder of the workspace is judged by the defaults
    workingDirectory: 'file:///',
    ignoreFile: readIgnoreFile,
    conformance: createConformanceChecker(async (module) => {
      const text = await packageFile(`schemas/${schemaFile(module)}`)
      if (text === undefined) throw new Error('the schema of the specification could not be read')
      return JSON.parse(text)
    }),
    rulesetEngine: async () => noSpectral,
    packageFile,
    packageUri,
  }
}

/** The file beside the server that holds what a module of a package holds: `scripts/lib/extension.mjs` writes them. */
function schemaFile(module: string): string {
  return `${module.replace(/^@|\.json$/g, '').replaceAll('/', '-')}.json`
}
