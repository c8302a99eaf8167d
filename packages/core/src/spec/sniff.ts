/**
 * The word that names a specification, where it can be a key, or be given an anchor by which a key refers to it
 * (YAML 1.2.2, sections 7.1 and 8.2.2): not as a part of another word, and at the end of a scalar.
 */
const WORD = /(?<![\w$@./-])(?:openapi|swagger|asyncapi|overlay|arazzo)(?:[ \t]*(?:[:#,\]}]|[\r\n]|$)|["'])/

/** An escaped lower-case letter (JSON `\u006f`, YAML also `\x6f` and `\U0000006f`), with which any word can be written. */
const ESCAPED_LETTER = /\\(?:u00|x|U000000)[67][\dA-Fa-f]/

/** More than the longest of the above, without the white space in it. */
const OVERLAP = 256

/**
 * Whether a file can be an API description at all, without parsing it: false is certain, true is a guess. Much
 * faster than parsing, for faces that look for descriptions among thousands of files.
 * @param chunks the bytes of the file, in order
 */
export function mayBeApi(chunks: Iterable<Uint8Array>): boolean {
  const decoder = new TextDecoder('utf-8')
  let tail: string | undefined
  for (const chunk of chunks) {
    if (tail === undefined && isUtf16(chunk)) return true
    const text: string = (tail ?? '') + decoder.decode(chunk)
    if (WORD.test(text) || ESCAPED_LETTER.test(text)) return true
    tail = text.slice(-OVERLAP)
  }
  return false
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

const VERSIONED =
  /(?:^|["'{,\s])(?:openapi["']?\s*:\s*["']?3\.|swagger["']?\s*:\s*["']?2\.|asyncapi["']?\s*:\s*["']?[23]\.|(?:overlay|arazzo)["']?\s*:\s*["']?1\.[01]\.)/
const AT_ROOT =
  /^([ \t]*)["']?(?:openapi|swagger|asyncapi|arazzo)["']?[ \t]*:([^\r\n]*)(?:\r?\n([ \t]*)(?=\S))?/gm

/**
 * Whether a text that cannot be parsed means to be an API description: it names a version of a specification, or
 * has the key at the root of a block mapping. A deeper key of that name (`swagger: { enabled: true }` in a
 * configuration) says nothing.
 */
export function claimsToBeApi(text: string): boolean {
  if (VERSIONED.test(text)) return true
  const root = /^[ \t]*(?=[^\s#%-])/m.exec(text)?.[0].length ?? 0
  for (const [, indent = '', value = '', below = ''] of text.matchAll(AT_ROOT)) {
    if (indent.length > root) continue
    const written = value.replace(/(?:^|\s)#.*$/, '').trim()
    const isCollection = written === '' ? below.length > indent.length : /^(?:\{(?!\{)|\[)/.test(written)
    if (!isCollection) return true
  }
  return false
}
