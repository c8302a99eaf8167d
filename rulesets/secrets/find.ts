import type { SecretFormat } from './format.ts'
import { SECRET_FORMATS } from './formats.ts'
import { isPlaceholder } from './placeholders.ts'

/** Marks that stand in the middle of a secret or of other words. */
const INSIDE = /^(?:[^A-Za-z[]|PRIVATE|T3Blbk|AZDO|FFFFNRAL)/

/** Finds the strings that are worth a closer look, in one pass; secrets begin where a word begins, or have a mark inside. */
export const SECRET_HINT = hintOf(SECRET_FORMATS)

function hintOf(formats: readonly SecretFormat[]): string {
  const isInside = ({ hint }: SecretFormat) => INSIDE.test(hint)
  const inside = formats.filter(isInside).map(({ hint }) => hint)
  const first = formats.filter((format) => !isInside(format)).map(({ hint }) => hint)
  return `(?<![A-Za-z0-9_])(?:${first.join('|')})|${inside.join('|')}`
}

export interface FoundSecret {
  readonly format: SecretFormat
  /** What has to stay hidden, as it stands in the text. */
  readonly secret: string
}

/** The secrets in a text that are no placeholders, in the order of the formats. */
export function findSecrets(
  text: string,
  formats: readonly SecretFormat[] = SECRET_FORMATS,
): readonly FoundSecret[] {
  const found: FoundSecret[] = []
  for (const format of formats) {
    for (const match of text.matchAll(format.pattern)) {
      const [whole] = match
      const { random, secret } = match.groups ?? {}
      if (format.proof && !format.proof(whole)) continue
      if (secret === undefined && format.id !== 'private-key' && isPlaceholder(random ?? whole)) continue
      found.push({ format, secret: secret ?? whole })
    }
  }
  return found
}
