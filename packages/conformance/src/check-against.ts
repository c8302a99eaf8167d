import { append, type ConformanceResult, type Violation } from '@specward/core'
import { Description, type TextFile } from './description.ts'
import { Explainer } from './explain.ts'
import { Judge } from './judge.ts'
import type { Claim, Specification } from './specification.ts'
import { Swagger2 } from './swagger2.ts'
import { isObject, own } from './values.ts'

export interface Subject extends Claim {
  /** The entry first. Their values are read, never changed. */
  readonly files: readonly TextFile[]
}

/**
 * Holds a description against its specification. Reads nothing but what it is given.
 * @param specification undefined where there is none for what the description says that it is
 */
export function checkAgainst(specification: Specification | undefined, subject: Subject): ConformanceResult {
  if (!specification) return noSchema(subject)
  const { name, schemas, merges } = specification
  const description = new Description(subject.files, merges)
  const judge = new Judge(description)
  const conforms = judge.accepts(schemas.root, description.root)
  const violations: Violation[] = []
  if (!conforms) append(violations, new Explainer(description, judge, name).explain(schemas.root))
  else if (subject.format === 'oas2') append(violations, new Swagger2(description).violations())
  append(violations, unknownVersion(specification, description))
  if (!conforms && violations.length === 0) {
    const message = `The description does not conform to ${name}.`
    violations.push({ ...description.start, part: 'value', message, discriminator: 'root' })
  }
  const unread = [...judge.missing].flatMap((holder) => {
    const place = description.placeOfObject(holder)
    return place ? [{ ...place, because: `\`${holder.$ref}\` could not be read` }] : []
  })
  return { violations: violations.sort(byPlace), unread }
}

function noSchema({ version, files }: Subject): ConformanceResult {
  const because = `there is no schema for version \`${version}\``
  return { violations: [], unread: files.slice(0, 1).map(({ uri }) => ({ uri, path: [], because })) }
}

/** A version that was never published, of which the schema accepts the form: `3.0.0-rc1`. */
function unknownVersion({ name, versions }: Specification, description: Description): readonly Violation[] {
  const written = own(description.root, 'openapi')
  if (!versions || !isObject(description.root) || typeof written !== 'string') return []
  if (versions.includes(written) || !description.root.openapi) return []
  const place = description.placeOf(description.root, 'openapi')
  if (!place) return []
  const message = `\`openapi\` is \`${written.slice(0, 40)}\`, which is no published version of ${name}.`
  return [{ ...place, part: 'value', message, discriminator: 'version' }]
}

function byPlace(one: Violation, other: Violation): number {
  const [a, b] = [one, other].map(({ uri, path, message }) => [uri, ...path, '', message].join('\n'))
  return (a ?? '') < (b ?? '') ? -1 : 1
}
