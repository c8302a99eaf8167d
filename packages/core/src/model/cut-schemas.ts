import type { Problem } from '../problem.ts'
import { grouped } from '../source/limits.ts'
import { MOST_COMPOSED, MOST_TOGETHER } from './composed.ts'
import type { SchemaView } from './schemas.ts'

/** Schemas that were not reviewed with all that they are put together of: the first of each kind, as others follow from it. */
export function cutSchemas(schemas: readonly SchemaView[]): readonly Problem[] {
  const cut = schemas.filter(({ isCut }) => isCut)
  const long = cut.find(({ isAlone }) => !isAlone)
  const alone = cut.find(({ isAlone }) => isAlone)
  return [...(long ? [problemOf(long, LONG)] : []), ...(alone ? [problemOf(alone, ALONE)] : [])]
}

const LONG = `is put together of more than ${MOST_COMPOSED} others, one built on the next; what lies beyond was not reviewed. Compose it of fewer.`
const ALONE = `and others were reviewed without the schemas that they are put together of: with what those list, that is more than ${grouped(MOST_TOGETHER)} for all schemas of the description. Compose them of fewer, or of smaller ones.`

function problemOf(schema: SchemaView, what: string): Problem {
  const { file, span } = schema.written
  const subject = schema.name === undefined ? 'A schema' : `Schema \`${schema.name}\``
  return {
    code: 'unexpected-shape',
    severity: 'error',
    message: `${subject} ${what}`,
    uri: file.uri,
    ...(span ? { span: span.key ?? span.value } : {}),
  }
}
