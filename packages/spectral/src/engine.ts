export { judgeDocument } from './judge-document.ts'
export { loadRulesets } from './ruleset/load.ts'
export { createScripts } from './ruleset/scripts.ts'
