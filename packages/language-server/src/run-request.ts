import type { LintRequest } from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { uriIn } from './files.ts'
import type { ServerOptions } from './options.ts'
import type { Settings } from './settings.ts'

/** What an editor tells people who want code of rulesets to run. */
export const SCRIPT_ADVICE =
  'Read the code, then trust the workspace (or start the server with the initialization option `allowScripts: true`).'

/** Where and how something is judged. */
export interface RunSetting {
  /** URI of the workspace folder, ending in `/`: names in reports are relative to it. */
  readonly folder: string
  readonly settings: Settings
  readonly isTrusted: boolean
}

/** What all runs of the server are asked for in the same way; each rests now and then, so that others are heard. */
export function runRequest(
  { folder, settings: { configPath, presets }, isTrusted }: RunSetting,
  { version, conformance, rulesetEngine, today }: ServerOptions,
): Omit<LintRequest, 'documents'> {
  return {
    registry,
    version,
    workingDirectory: folder,
    config: configIn(folder, configPath),
    presets: presets.length > 0 ? presets : undefined,
    conformance,
    rulesetEngine,
    allowScripts: isTrusted,
    scriptAdvice: SCRIPT_ADVICE,
    today: today?.(),
    catalogue: loadCatalogue,
    pause: () => new Promise((done) => setImmediate(done)),
  }
}

/** URI of the configuration that settings name in a folder; undefined where they name none. */
export function configIn(folder: string, configPath: string): string | undefined {
  return configPath === '' ? undefined : uriIn(folder, configPath.replaceAll('\\', '/'))
}
