import type { Problem } from '../problem.ts'
import type { Node } from '../source/node.ts'
import type { Kind } from '../spec/grammar.ts'
import type { ApiDocument, ConceptName, Concepts, Operation, StringLiteral } from './concepts.ts'
import type { SensitiveField } from './sensitive-fields.ts'

/** What the organisation knows and a description cannot say. Written under `policy:` in `specward.yaml`. */
export interface Facts {
  /** Operations that are meant to be public: a label such as `POST /login`, `*` matching within it. */
  readonly publicOperations: readonly { readonly operation: string; readonly reason: string }[]
  /** Hosts that are the organisation's own or trusted; `*.example.com` covers sub-domains. */
  readonly allowedHosts: readonly string[]
  /** Hosts of the authorization servers that may issue tokens; `*.example.com` covers sub-domains. Empty: any. */
  readonly allowedIssuers: readonly string[]
  /** Names to treat as sensitive, beside those known to Specward; written in any case style. */
  readonly sensitiveNames: {
    readonly credential: readonly string[]
    readonly personal: readonly string[]
    readonly financial: readonly string[]
  }
  /** Words that mark an operation as one for administrators, beside those known to Specward. */
  readonly adminWords: readonly string[]
  /** What a gateway in front of the API does for every operation, each with the organisation's word for it. */
  readonly gateway: Readonly<Partial<Record<GatewayDuty, string>>>
  /** Whether a description may declare its own operations public with `x-specward-public`. */
  readonly publicInDescription: boolean
}

/** What can be enforced in front of an API, where its description does not show it. */
export type GatewayDuty = 'authentication' | 'rateLimits' | 'tls'

export const NO_FACTS: Facts = {
  publicOperations: [],
  allowedHosts: [],
  allowedIssuers: [],
  sensitiveNames: { credential: [], personal: [], financial: [] },
  adminWords: [],
  gateway: {},
  publicInDescription: true,
}

export interface Model {
  readonly document: ApiDocument
  /** All concepts of a kind, each once, in document order. Built when first asked for. */
  select<Name extends ConceptName>(name: Name): readonly Concepts[Name][]
  /** Follows `$ref` from a node to where the content stands; undefined when it could not be read. */
  resolve(node: Node): Node | undefined
  /** Objects of a kind of the specification, each once, where no concept stands for them; never references. */
  nodes(kind: Kind): readonly Node[]
  /**
   * String values of all files, of at least `shortest` characters, in which a pattern (without `g` and `y`) is found, in
   * no order. Costs a fraction of `select('string')`, which makes a concept of every string: the file is gone through
   * once for all patterns, and each text is looked at once.
   * @param under only strings on whose way from the root a key has this form, their own included
   */
  stringsWith(pattern: RegExp, shortest?: number, under?: RegExp): readonly StringLiteral[]
  /**
   * Entries of mappings whose key matches a pattern (without `g` and `y`), in all files, structure and data alike, in no
   * order. For characters beyond ASCII: files without any are not gone through.
   */
  keysWith(pattern: RegExp): readonly Node[]
  /** Sensitive fields of every operation, in and out. Worked out for all of them when first asked for. */
  readonly sensitiveFields: ReadonlyMap<Operation, readonly SensitiveField[]>
  /** Parts of the API that could not be read: who may call, over what, with which parameters. */
  readonly problems: readonly Problem[]
}
