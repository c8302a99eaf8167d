/** Loaded where there is much to fold. */
const zlib = () => process.getBuiltinModule('node:zlib')

/** The quickest: texts of descriptions shrink to a tenth all the same. */
const LEVEL = 1

/** A text in less room; what is returned brings it back, to the character. */
export function fold(text: string): () => string {
  // a lone surrogate, which an editor may hold, is lost in UTF-8
  const encoding = text.isWellFormed() ? 'utf8' : 'utf16le'
  const folded = zlib().deflateRawSync(Buffer.from(text, encoding), { level: LEVEL })
  return () => zlib().inflateRawSync(folded).toString(encoding)
}
