export { type BaseRecord, readRecord } from './against/base-record.ts'
export type { BaseRequest, LeftDocument, RecordBase, State, TreeBase, Version } from './against/types.ts'
export { append } from './append.ts'
export type { AssessmentBasis } from './assess/api.ts'
export {
  type AnswerGiven,
  attestationEntry,
  attestationText,
  entryFor,
  isOperationPattern,
  withAttestation,
} from './assess/attest.ts'
export { attestationsSchema } from './assess/attestations-schema.ts'
export {
  type Catalogue,
  type CatalogueRow,
  type Control,
  type ControlFormat,
  FACETS,
  type Facet,
  type Framework,
  type FrameworkItem,
} from './assess/catalogue.ts'
export { type ControlMapping, mappingsOf, type RowTally, rowTally } from './assess/crosswalk.ts'
export type { Understood } from './assess/document-result.ts'
export {
  type Callers,
  type ExposedServer,
  type Exposure,
  type ExposureField,
  exposuresOf,
} from './assess/exposure.ts'
export { type FacetPart, type Facets, isOfOperations } from './assess/facets.ts'
export type { AssessRequest } from './assess/plan.ts'
export type * from './assess/question.ts'
export type {
  ConformanceChecker,
  ConformanceFile,
  ConformanceRequest,
  ConformanceResult,
  Unread,
  Violation,
} from './conformance.ts'
export { EvaluationCancelled } from './evaluate/evaluate.ts'
export { type FixDiff, unifiedDiff } from './fix/diff.ts'
export { planFixes } from './fix/plan.ts'
export type {
  FixKind,
  FixOptions,
  FixPlan,
  FixRefusal,
  LeftFix,
  PlannedFile,
  PlannedFix,
  WantedFix,
} from './fix/types.ts'
export { type FixedFile, type FixRun, fixAll } from './fix-all.ts'
export type { Host, ReadError, ReadOptions, ReadResult } from './host.ts'
export { hostBy } from './host.ts'
export {
  type Again,
  ConfigurationFailure,
  type DocumentRequest,
  type JudgedDocument,
  type LintRequest,
  type LintResult,
  lint,
  lintWithSources,
  type SkippedFile,
} from './lint.ts'
export { expectEdits, lintEdited } from './lint-edited.ts'
export type * from './model/concepts.ts'
export { type Declaration, declaredAt } from './model/declarations.ts'
export { type Mention, type MentionKind, type Mentions, mentionsOf } from './model/mentions.ts'
export type { Facts, GatewayDuty, Model } from './model/model.ts'
export { tokens } from './model/names.ts'
export { isCardNumber } from './model/numbers.ts'
export type { OperationClass } from './model/operation-class.ts'
export { type FileEdits, nameFault, placeKey, planRename, type RenamePlan } from './model/rename.ts'
export type { SensitiveField } from './model/sensitive-fields.ts'
export { classifyName, type DataClass, type Sensitivity } from './model/sensitivity.ts'
export {
  COMPANIONS,
  type CompanionName,
  companionUris,
  type PolicyFileKind,
  policyFileKind,
} from './policy/companions.ts'
export { addDays } from './policy/days.ts'
export { newConfiguration, withSeverity } from './policy/edit-config.ts'
export { addWaiver, changeWaiver, newWaivers, removeWaivers, type WaiverText } from './policy/edit-waivers.ts'
export { findRoot } from './policy/find.ts'
export { matchesGlob } from './policy/glob.ts'
export { type RuleVocabulary, ruleVocabulary } from './policy/own/vocabulary.ts'
export { isBlank } from './policy/plain-text.ts'
export type { ConfigurationError, PolicyNotice } from './policy/policy.ts'
export { parseRefLock, REF_LOCK, refLockText } from './policy/ref-lock.ts'
export {
  type At,
  type Conformance,
  type DeclaredPreset,
  type DerivedPreset,
  defineRule,
  type Example,
  type Fix,
  type FixEdit,
  type OptionSchema,
  type OptionSchemas,
  type OptionValues,
  type Preset,
  type PresetName,
  type References,
  type RegisteredRule,
  type Registry,
  type Rule,
  type RuleContext,
  type RuleDefinition,
  type RuleReport,
  type Severity,
} from './policy/rule.ts'
export { isSpectralRuleset } from './policy/ruleset-sniff.ts'
export type { RulesetSupport } from './policy/rulesets.ts'
export { configSchema } from './policy/schema.ts'
export { waiversSchema } from './policy/schema-waivers.ts'
export { didYouMean, nearest } from './policy/suggest.ts'
export { waiverFault } from './policy/waiver-faults.ts'
export { waiverLines, withoutCommentsOf } from './policy/waiver-lines.ts'
export { DEFAULT_WAIVER_SETTINGS, forbids, type WaiverSettings } from './policy/waiver-settings.ts'
export type { Waiver, WaiverScope } from './policy/waivers.ts'
export { DATE_PATTERN } from './policy/words.ts'
export type { Problem, ProblemCode } from './problem.ts'
export type * from './report/assessment.ts'
export {
  type BaselineDocument,
  type BaselineUpdate,
  baselineText,
  type Listed,
  updateBaseline,
} from './report/baseline.ts'
export { baselineSchema } from './report/baseline-schema.ts'
export {
  CHECKLIST_FORMATS,
  type ChecklistFormat,
  checklistPieces,
  renderChecklist,
} from './report/checklist/formats.ts'
export { CHECKLIST_GATES, type ChecklistGate, unsigned } from './report/checklist/view.ts'
export { toCsv } from './report/csv.ts'
export { cweName } from './report/cwe.ts'
export { exitCode } from './report/exit-code.ts'
export { type ExplainRequest, type ExplainResult, explainPolicy } from './report/explain.ts'
export type * from './report/explained.ts'
export { withoutFix } from './report/findings.ts'
export {
  describeFormat,
  type FormatName,
  type FormatOptions,
  needsReview,
  REPORT_FORMATS,
  renderReport,
  reportPieces,
} from './report/formats.ts'
export { toGithub } from './report/github.ts'
export { toGitlab } from './report/gitlab.ts'
export { initialPolicy, isOpenRead, type Survey } from './report/initial-policy.ts'
export { jsonText, toJson } from './report/json.ts'
export { toJunit } from './report/junit.ts'
export { toGithubSummary, toMarkdown } from './report/markdown.ts'
export { code as markdownCode, inline as markdownInline } from './report/markdown-text.ts'
export { toOscal } from './report/oscal/index.ts'
export { owaspRisk } from './report/owasp.ts'
export type {
  Range,
  Report,
  ReportBase,
  ReportChange,
  ReportDocument,
  ReportFinding,
  ReportFix,
  ReportNotice,
  ReportProblem,
  ReportRelated,
  ReportRule,
  ReportSkipped,
  ReportSummary,
  ReportSuppression,
  ReportUndecided,
} from './report/report.ts'
export type { RepositoryOptions, RuleInfo, RuleLookup } from './report/rule-info.ts'
export { toSarif } from './report/sarif.ts'
export { type TextOptions, toText } from './report/text.ts'
export { visible, withoutCommands } from './report/visible.ts'
export type { Graph, Reference, ReferenceStatus } from './resolve/graph.ts'
export { readGraph } from './resolve/read-graph.ts'
export type {
  ForeignDocument,
  ForeignFinding,
  ForeignOptions,
  ForeignResult,
  ForeignRule,
  ForeignTally,
  LoadedRulesets,
  RulesetEngine,
  RulesetReference,
  RulesetRequest,
  SchemaFunction,
} from './ruleset-engine.ts'
export { NOTHING_FOREIGN } from './ruleset-engine.ts'
export { createMemory, type Memory } from './run/incremental/memory.ts'
export type {
  DocumentRecord,
  DocumentRecords,
  LostDocument,
  RecordedInput,
  WantedRecord,
} from './run/record/document-record.ts'
export { readDocumentRecord } from './run/record/read-record.ts'
export { type BaseHosts, createRecorder, type Recorder } from './run/record/recorder.ts'
export {
  type AcceptTarget,
  findingPlaces,
  type WholeWaiver,
  waivedFile,
  waiverNaming,
  waiverOf,
} from './settle/accept-target.ts'
export type { WaiverState, WaiverStatus } from './settle/accept-types.ts'
export { relativeName } from './settle/file-name.ts'
export type { SettledFinding } from './settle/types.ts'
export { writeRemark } from './settle/write-remark.ts'
export { type PlaceAt, placeAt } from './source/at-offset.ts'
export type { Fetch } from './source/bounds.ts'
export { renderEdits } from './source/edit.ts'
export { type EditRefusal, EditRefused } from './source/edit-refused.ts'
export { isSameReading } from './source/encode.ts'
export { textIndex } from './source/file.ts'
export { LIMIT_NAMES, LIMITS, type LimitName, type Limits } from './source/limits.ts'
export { type Node, toPointer } from './source/node.ts'
export { parseSource } from './source/parse.ts'
export { isMapping, KIND, keyName, type Tape } from './source/tape.ts'
export type { Path, Position, SourceFile, Span, TextEdit, TreeEdit } from './source/types.ts'
export { addressOf } from './spec/addresses.ts'
export { type ApiFormat, describesApi, FORMATS, type Format, type FormatSelector } from './spec/format.ts'
export { type Kind, kindName, type Shape, shape, shapesOf } from './spec/grammar.ts'
export { reachOf } from './spec/hosts.ts'
export { secureTwin } from './spec/protocols.ts'
export { claimsToBeApi, mayBeApi } from './spec/sniff.ts'
export { splitUrl, type UrlParts } from './spec/url.ts'
