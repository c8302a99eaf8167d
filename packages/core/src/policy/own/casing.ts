export const CASES = ['flat', 'camel', 'pascal', 'kebab', 'cobol', 'snake', 'macro'] as const

export type Case = (typeof CASES)[number]

export interface CaseOptions {
  readonly type: Case
  readonly disallowDigits: boolean
  /** Stands between the parts, of which each is in the case by itself. */
  readonly separator: { readonly char: string; readonly allowLeading: boolean } | undefined
}

/** One part; `#` stands for digits where they are allowed. A part is read once from left to right. */
const PARTS: Readonly<Record<Case, string>> = {
  flat: '[a-z][a-z#]*',
  camel: '[a-z][a-z#]*(?:[A-Z](?=[a-z#]|$)[a-z#]*)*',
  pascal: '[A-Z][a-z#]*(?:[A-Z](?=[a-z#]|$)[a-z#]*)*',
  kebab: '[a-z][a-z#]*(?:-[a-z#]+)*',
  cobol: '[A-Z][A-Z#]*(?:-[A-Z#]+)*',
  snake: '[a-z][a-z#]*(?:_[a-z#]+)*',
  macro: '[A-Z][A-Z#]*(?:_[A-Z#]+)*',
}

const compiled = new Map<string, RegExp>()

/** Whether a text that is not empty is written in a case. */
export function fitsCase(text: string, { type, disallowDigits, separator }: CaseOptions): boolean {
  const part = partOf(type, disallowDigits)
  if (!separator || separator.char === '') return part.test(text)
  if (separator.allowLeading && text === separator.char) return true
  const isLed = text.startsWith(separator.char)
  if (isLed && !separator.allowLeading) return false
  return (isLed ? text.slice(separator.char.length) : text)
    .split(separator.char)
    .every((each) => part.test(each))
}

function partOf(type: Case, disallowDigits: boolean): RegExp {
  const source = `^${PARTS[type].replaceAll('#', disallowDigits ? '' : '0-9')}$`
  const known = compiled.get(source) ?? new RegExp(source)
  compiled.set(source, known)
  return known
}
