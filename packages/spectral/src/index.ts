import type { RulesetEngine } from '@specward/core'

import { judgeByCore } from './ruleset/core-run.ts'
import type { Judge } from './ruleset/judge.ts'
import { loadRulesets } from './ruleset/load.ts'
import { createScripts, type Scripts } from './ruleset/scripts.ts'

export interface EngineOptions {
  /** Runs the code of rulesets; by default from the file system. */
  readonly scripts?: () => Scripts
  readonly judge?: Judge
}

/** Runs Spectral rulesets. */
export function createSpectralEngine(options: EngineOptions = {}): RulesetEngine {
  return {
    load(request) {
      const scripts = (options.scripts ?? createScripts)()
      return loadRulesets(request, scripts, options.judge ?? judgeByCore)
    },
  }
}
