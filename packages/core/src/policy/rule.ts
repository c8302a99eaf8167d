import type { ConceptName, Concepts } from '../model/concepts.ts'
import type { Facts, GatewayDuty, Model } from '../model/model.ts'
import type { Node } from '../source/node.ts'
import type { Span, TreeEdit } from '../source/types.ts'
import type { Format, FormatSelector } from '../spec/format.ts'
import type { Origin } from './origin.ts'

export type Severity = 'error' | 'warn' | 'info' | 'hint'

/** Presets for which each rule says its severity. */
export type DeclaredPreset = 'recommended' | 'strict'

/** Presets that follow from what rules declare: their severities, formats and references. */
export type DerivedPreset = 'owasp-api-2023' | 'internal-api' | 'event-driven'

/** Presets that ship with Specward. */
export type PresetName = DeclaredPreset | DerivedPreset

/**
 * Where a finding points: a node, or one side of it. A bare node stands for its value when that is a scalar
 * or an empty list, else for its key, so that no finding underlines a whole block and what an object lacks is
 * missed at its key.
 */
export type At =
  | Node
  | { readonly node: Node; readonly part: 'key' | 'value' }
  /** A span of the node's file that is no side of a node: the second of two equal keys. */
  | { readonly node: Node; readonly span: Span }

export interface RuleReport {
  readonly at: At
  /** Names the thing: "`DELETE /users` can be called by anyone: its `security` is `[]`". */
  readonly message: string
  /** The line whose change would mend this and its sisters; findings are grouped under it. */
  readonly cause?: Node | undefined
  readonly related?: readonly { readonly at: At; readonly message: string }[]
  readonly fix?: Fix | undefined
  /** Tells findings apart where one concept can fail twice; by meaning, never an index. */
  readonly discriminator?: string
  /**
   * All that the finding tells of, where it tells of several things that could be mended one by one: their places, or
   * names for what has no place. It is known by them, so that it is the same whichever of them it points at, and another
   * one as soon as one joins them.
   */
  readonly covers?: readonly (At | string)[] | undefined
  /** Labels of the operations concerned; by default those of the concept. */
  readonly operations?: readonly string[]
  /**
   * Texts that no output may show, as the description's values hold them. The place is blotted out in excerpts, and
   * these texts in every message of the run, so that a report spreads no secret.
   */
  readonly secrets?: readonly string[]
}

/** A mending of the finding. `safe` can be applied unattended; `suggested` wants a look. */
export interface Fix {
  readonly title: string
  readonly kind: 'safe' | 'suggested'
  readonly edits: readonly FixEdit[]
}

export interface FixEdit {
  /** Any node of the file that the edit is for. */
  readonly node: Node
  readonly edit: TreeEdit
}

/** What is known of how a description keeps to its specification. */
export interface Conformance {
  readonly violations: readonly {
    readonly at: At
    readonly message: string
    readonly discriminator: string
    /** The name that was probably meant, where the one that is written is not known. */
    readonly meant?: string
  }[]
  /** What could not be checked, and why: "`./pets.yaml` could not be read". */
  readonly unread: readonly { readonly at: At; readonly because: string }[]
  /** Why nothing is known; a clause. A problem tells of it as well. */
  readonly failed?: string
}

export interface RuleContext<Options> {
  report(finding: RuleReport): void
  /** Neither good nor bad can be known from the description. `because` is a clause: "the server URL is relative". */
  undecided(what: { readonly at: At; readonly because: string }): void
  /**
   * Taken to be well without that being shown, such as a sign-in that is open: not worth a word to developers, and
   * for people to confirm where a control is assessed. `because` is a clause, as above.
   */
  assume(what: { readonly at: At; readonly because: string }): void
  /** The rule has nothing to say about this node: it does not count as judged. */
  notApplicable(): void
  readonly options: Options
  readonly facts: Facts
  /** For rules that need it; undefined where nobody can tell. */
  readonly conformance: Conformance | undefined
  readonly model: Model
  readonly format: Format
  /** Today's date, `2027-01-31`; undefined where nobody tells. */
  readonly today: string | undefined
}

/** One option of a rule, as JSON Schema knows it; `specward.yaml` is checked against it. */
export type OptionSchema =
  | { readonly type: 'boolean'; readonly default: boolean; readonly description: string }
  | {
      readonly type: 'integer'
      readonly default: number
      readonly minimum?: number
      readonly description: string
    }
  | {
      readonly type: 'string'
      readonly default: string
      readonly enum?: readonly string[]
      readonly description: string
    }
  | { readonly type: 'string-list'; readonly default: readonly string[]; readonly description: string }

export type OptionSchemas = Readonly<Record<string, OptionSchema>>

export type OptionValues<S extends OptionSchemas> = { readonly [K in keyof S]: S[K]['default'] }

/**
 * A fragment of a description. Missing `openapi`, `info` and `paths` (or their kin) are added. A comment line
 * with carets (`#   ^^^^`) marks the span that a finding must have on the line above it.
 */
export interface Example {
  readonly title: string
  /** Which skeleton is put around the fragment; by default OpenAPI 3.1. */
  readonly format?: Format
  /** What `policy` in `specward.yaml` says. */
  readonly facts?: Partial<Facts>
  /** Options of the rule, where its defaults judge nothing. */
  readonly options?: Readonly<Record<string, unknown>>
  readonly text: string
}

export interface RuleDefinition<Name extends ConceptName, S extends OptionSchemas> {
  /** The file name: `no-<bad thing>` or `require-<good thing>`; `spec-conformance` alone is called otherwise. */
  readonly id: string
  /** One sentence that says what is wrong. */
  readonly title: string
  readonly why: string
  readonly fix: string
  /** Severity in each preset. What is said for a derived one goes before what would follow for it. */
  readonly presets: Readonly<
    Partial<Record<DeclaredPreset, Severity>> & Partial<Record<DerivedPreset, Severity | 'off'>>
  >
  /** As precise as the check is. */
  readonly formats: readonly FormatSelector[]
  readonly references: References
  readonly select: Name
  /** What has to be found out before the rule can run. All rules that need nothing are run meanwhile. */
  readonly needs?: 'conformance'
  /**
   * What a gateway could be doing in place of the API. Where the organisation says that it does
   * (`policy.gateway`), the findings of the rule become undecided, with that as the reason.
   */
  readonly gateway?: GatewayDuty
  readonly options?: S
  /** Whether a check may run without end, as a regular expression can that somebody else wrote: it runs under a watch. */
  readonly mayHang?: boolean
  /** Page of a rule that is none of Specward's own. */
  readonly documentationUrl?: string
  /** Where the rule may be wrong, for its page. */
  readonly falsePositives?: string
  check(concept: Concepts[Name], context: RuleContext<OptionValues<S>>): void
  readonly examples: { readonly bad: readonly Example[]; readonly good: readonly Example[] }
}

export interface References {
  /** OWASP API Security Top 10: `API2:2023`. */
  readonly owasp: readonly string[]
  /** CWE numbers. */
  readonly cwe: readonly number[]
  /** Ids of the control catalogue. */
  readonly controls: readonly string[]
  /** Specifications: `RFC 9110, section 11.1`. */
  readonly specifications?: readonly string[]
}

/** A rule of any concept, as the engine holds it. */
// biome-ignore lint/suspicious/noExplicitAny: the concept and the options of a stored rule are known to the rule alone
export type Rule = RuleDefinition<any, any>

/** Gives a rule literal its types; adds nothing. */
export function defineRule<Name extends ConceptName, const S extends OptionSchemas = Record<never, never>>(
  rule: RuleDefinition<Name, S>,
): RuleDefinition<Name, S> {
  return rule
}

/** The rules and presets that a face brings along. */
export interface Registry {
  readonly rules: readonly RegisteredRule[]
  readonly presets: readonly Preset[]
  /** Lets settings of rules pass that are not among these: another tool may know them. */
  readonly unchecked?: boolean
  /** Where the policy defines rules of its own, by id. */
  readonly definedAt?: ReadonlyMap<string, Origin>
}

export interface OwnDefinition {
  readonly origin: Origin
  readonly source: string
}

export interface RegisteredRule {
  readonly rule: Rule
  /** Folder of the rule: `authentication`. */
  readonly category: string
  /** Of a rule that the policy defines: where, and the definition as data. */
  readonly own?: OwnDefinition
}

export interface Preset {
  readonly name: string
  readonly rules: Readonly<Record<string, Severity>>
  /** What no finding does not mean, in a sentence each; every report under the preset tells it. */
  readonly caveats?: readonly string[]
}
