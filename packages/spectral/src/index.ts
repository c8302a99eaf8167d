import type { RulesetEngine } from '@specward/core'

import type { Judge } from './ruleset/judge.ts'
import { puttingOff } from './ruleset/put-off.ts'
import type { Scripts } from './ruleset/scripts.ts'

export interface EngineOptions {
  /** Runs the code of rulesets; by default from the file system. */
  readonly scripts?: () => Scripts
  readonly judge?: Judge
}

let loading: Promise<typeof import('./engine.ts')> | undefined

function loaded(): Promise<typeof import('./engine.ts')> {
  loading ??= puttingOff(() => import('./engine.ts'))
  return loading
}

/** Runs Spectral rulesets. What it needs of Spectral is loaded with the first of them. */
export function createSpectralEngine(options: EngineOptions = {}): RulesetEngine {
  return {
    schemaFunction: async () => (await import('./schema-function.ts')).schemaFunction,
    async load(request) {
      const { judgeDocument, loadRulesets, createScripts } = await loaded()
      const scripts = (options.scripts ?? createScripts)()
      return loadRulesets(request, scripts, options.judge ?? judgeDocument)
    },
  }
}
