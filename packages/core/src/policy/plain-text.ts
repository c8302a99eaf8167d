/** Characters that show nothing: format characters, controls, and the blank pattern of Braille. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/gu

/** True for a text of which nobody sees anything. */
export function isBlank(text: string): boolean {
  return seen(text) === ''
}

/** True when two names are one to a reader: by compatibility (NFKC), without what shows nothing, in any case. */
export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other)
}

function folded(text: string): string {
  return seen(text).toUpperCase().toLowerCase()
}

function seen(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s+/gu, ' ').replace(UNSEEN, '')
  return plain.replace(/\s+/gu, ' ').trim()
}
