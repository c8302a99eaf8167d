/**
 * Characters that a reader cannot see or that change what surrounds them: controls, direction marks, zero-width
 * and invisible ones, line separators, tags, and halves of surrogate pairs.
 */
const INVISIBLE =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\p{Cs}\u{e0000}-\u{e007f}]/gu

/**
 * Text from a document on one line, with everything invisible written out (`\x1b`, `\u202e`, `\n`), so that it
 * can neither move the cursor nor colour, hide or reorder what is printed.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escapeCharacter)
}

/**
 * Text of several lines for people, of which no line is a command to the runner of a CI service: GitHub Actions takes
 * `::error::...` and `##[...]` for one wherever a line begins with it, white space and colours aside.
 */
export function withoutCommands(text: string): string {
  return text.replace(COMMAND, (_, before: string, mark: string) => `${before}${escapeCharacter(mark)}`)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const COMMAND = /^((?:\s|\u001b\[[\d;]*m)*)([:#])(?=:|#\[)/gmu

/** True when a single character would be written out. */
export function isInvisible(character: string): boolean {
  if (character >= ' ' && character <= '~') return false
  return character.search(INVISIBLE) >= 0
}

export function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\u{${code.toString(16)}}`
}
