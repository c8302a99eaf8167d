import type { Model, Node, Schema } from '@specward/core'

/** How large a page can be made: up to a number, by a number that is as good as none, or without end. */
export type PageBound =
  | { readonly kind: 'bounded' | 'endless' }
  | { readonly kind: 'huge'; readonly maximum: Node }

const BOUNDING = ['enum', 'const', 'pattern', 'maxLength'] as const

/** @param most a maximum above this is as good as none */
export function boundOf(schema: Schema | undefined, most: number, model: Model): PageBound {
  if (!schema || BOUNDING.some((keyword) => schema.all(keyword).length > 0)) return { kind: 'bounded' }
  const maxima = ['maximum', 'exclusiveMaximum'].flatMap((keyword) => schema.all(keyword))
  const numbers = maxima.filter(({ value }) => typeof value === 'number')
  const [first] = numbers
  if (first) {
    const isBounded = numbers.some(({ value }) => Number(value) <= most)
    return isBounded ? { kind: 'bounded' } : { kind: 'huge', maximum: first }
  }
  return { kind: isBoundedByChoice(schema, model) ? 'bounded' : 'endless' }
}

/** Every one of the values to choose from has a bound of its own; `null` needs none. */
function isBoundedByChoice(schema: Schema, model: Model): boolean {
  return ['oneOf', 'anyOf'].some((keyword) =>
    schema.all(keyword).some((choices) => {
      const members = [...choices.children()].flatMap((choice) => model.resolve(choice) ?? [])
      return members.length > 0 && members.every(bounds)
    }),
  )
}

function bounds(choice: Node): boolean {
  const keys = ['maximum', 'exclusiveMaximum', ...BOUNDING]
  return choice.child('type')?.value === 'null' || keys.some((key) => choice.child(key) !== undefined)
}
