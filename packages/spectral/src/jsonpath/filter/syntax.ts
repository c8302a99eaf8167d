/** The syntax tree of a filter. `at` is the offset in the text of the filter. */
export type Syntax =
  | {
      readonly kind: 'literal'
      readonly value: string | number | boolean | null | undefined
      readonly at: number
    }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string; readonly at: number }
  | { readonly kind: 'array'; readonly items: readonly Syntax[]; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'member'; readonly object: Syntax; readonly property: Syntax; readonly at: number }
  | { readonly kind: 'call'; readonly callee: Syntax; readonly args: readonly Syntax[]; readonly at: number }
  | { readonly kind: 'unary'; readonly operator: string; readonly argument: Syntax; readonly at: number }
  | {
      readonly kind: 'choice'
      readonly test: Syntax
      readonly yes: Syntax
      readonly no: Syntax
      readonly at: number
    }
  | {
      readonly kind: 'binary'
      readonly operator: string
      readonly left: Syntax
      readonly right: Syntax
      readonly at: number
    }

/**
 * Which of the two readers of Spectral evaluates a filter: nimma, or jsonpath-plus where nimma cannot read the
 * expression. They know other operators and other names.
 */
export type Dialect = 'nimma' | 'jsonpath-plus'

/** A filter that may not be evaluated. The message is a clause that names the place. */
export class RefusedFilter extends Error {
  constructor(clause: string, at: number) {
    super(`${clause} (at character ${at + 1} of the filter)`)
    this.name = 'RefusedFilter'
  }
}
