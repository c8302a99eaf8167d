import type { Message, Schema } from '@specward/core'

const LOCATION = /^\$message\.(header|payload)#(\/.*)$/

/** The field of a message that a runtime expression points to; undefined where the schema does not have it. */
export function fieldAt(location: string, message: Message): Schema | undefined {
  const [, part, pointer] = LOCATION.exec(location) ?? []
  if (pointer === undefined) return undefined
  const names = pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  const starts = part === 'header' ? message.headerSchemas : message.payload ? [message.payload] : []
  for (const start of starts) {
    let schema: Schema | undefined = start
    for (const name of names) schema = schema?.properties.find((property) => property.name === name)?.schema
    if (schema) return schema
  }
  return undefined
}
