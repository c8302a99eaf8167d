import type { Input } from './inputs.ts'

/** Begins with it, or says that nothing comes of the value. */
const IDLE =
  /^\W*(?:deprecated|obsolete)\b|(?<!\b(?:whether|when|if) )\b(?:this (?:parameter|property|field|option|value|attribute)|it|and) (?:is|has been|is now|now is) (?:deprecated|obsolete)\b|\bobsolete and\b|\b(?:has|have) no (?:more )?effect (?:any ?more|since|and|$|[.;])|\b(?:is|are) no longer (?:used|supported)\b(?! (?:if|when|unless|for|in))/i

/** True for a value that is on its way out, or that does nothing: nobody would set a limit for it any more. */
export function isIdle(input: Input): boolean {
  // items and members are part of what has the name
  for (let at: Input | undefined = input; at; at = at.holder) {
    if (says(at)) return true
    if (at.relation !== 'item' && at.relation !== 'member') return false
  }
  return false
}

function says({ schema, parameter, relation }: Input): boolean {
  const isParameter = relation === 'start' && parameter !== undefined
  if (isParameter && parameter.deprecated) return true
  if (schema.all('deprecated').some(({ value }) => value === true)) return true
  return wordsOf({ schema, parameter, relation }).some((text) => IDLE.test(text))
}

/** What is said of a value: by its schema, and by the parameter that it is. */
export function wordsOf({
  schema,
  parameter,
  relation,
}: Pick<Input, 'schema' | 'parameter' | 'relation'>): readonly string[] {
  const own = relation === 'start' ? parameter?.node.child('description')?.string : undefined
  // what stands beside a `$ref` goes first
  const beside = schema.written.child('description')?.string
  const [described] = schema.all('description')
  return [own, beside ?? described?.string].filter((text) => text !== undefined)
}
