import type { Model, Schema } from '@specward/core'

/** Formats whose values are no language. */
const CLOSED_FORMATS: ReadonlySet<string> = new Set(
  `uuid date date-time time duration email uri url ipv4 ipv6 hostname int32 int64 float double byte binary boolean
  password`.split(/\s+/),
)

/** Shorter than this, hardly anything can be said. */
const SHORT = 16

/** Whether any text fits a schema, or one of its choices. */
export function isFreeText(schema: Schema, model: Model): boolean {
  if (['enum', 'const', 'pattern', 'properties'].some((keyword) => schema.all(keyword).length > 0))
    return false
  if (schema.all('maxLength').some(({ value }) => typeof value === 'number' && value <= SHORT)) return false
  if (CLOSED_FORMATS.has(schema.format ?? '')) return false
  const choices = [...schema.all('oneOf'), ...schema.all('anyOf')].flatMap((list) => [...list.children()])
  if (schema.types.length > 0) return schema.types.includes('string')
  return choices.some((choice) => {
    const node = model.resolve(choice)
    if (node?.child('type')?.string !== 'string') return false
    return ['enum', 'const', 'pattern', 'format'].every((keyword) => !node.child(keyword))
  })
}
