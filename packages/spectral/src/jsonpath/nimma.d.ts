declare module 'nimma/parser' {
  export interface NimmaNode {
    type: string
    value?: unknown
    deep?: boolean
  }
  /** Throws a SyntaxError of its own. */
  export function parse(expression: string): NimmaNode[]
}

declare module 'nimma' {
  export default class Nimma {
    constructor(expressions: string[], options: { unsafe: boolean; customShorthands: Record<string, string> })
    query(
      input: object,
      callbacks: Record<
        string,
        (scope: { readonly path: readonly (string | number)[]; readonly value: unknown }) => void
      >,
    ): void
  }
}
