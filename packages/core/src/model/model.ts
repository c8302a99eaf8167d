import type { Problem } from '../problem.ts'
import type { Node } from '../source/node.ts'
import type { ApiDocument, ConceptName, Concepts } from './concepts.ts'

/** What the organisation knows and a description cannot say. Written under `policy:` in `specward.yaml`. */
export interface Facts {
  /** Operations that are meant to be public: a label such as `POST /login`, `*` matching within it. */
  readonly publicOperations: readonly { readonly operation: string; readonly reason: string }[]
  /** Hosts that are the organisation's own or trusted; `*.example.com` covers sub-domains. */
  readonly allowedHosts: readonly string[]
  /** Names to treat as sensitive, beside those known to Specward; written in any case style. */
  readonly sensitiveNames: {
    readonly credential: readonly string[]
    readonly personal: readonly string[]
    readonly financial: readonly string[]
  }
}

export const NO_FACTS: Facts = {
  publicOperations: [],
  allowedHosts: [],
  sensitiveNames: { credential: [], personal: [], financial: [] },
}

export interface Model {
  readonly document: ApiDocument
  /** All concepts of a kind, each once, in document order. Built when first asked for. */
  select<Name extends ConceptName>(name: Name): readonly Concepts[Name][]
  /** Follows `$ref` from a node to where the content stands; undefined when it could not be read. */
  resolve(node: Node): Node | undefined
  /** Parts of the API that could not be read: who may call, over what, with which parameters. */
  readonly problems: readonly Problem[]
}
