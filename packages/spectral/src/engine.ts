export { judgeByCore as judgeByDefault } from './ruleset/core-run.ts'
export { loadRulesets } from './ruleset/load.ts'
export { createScripts } from './ruleset/scripts.ts'
