/**
 * Writes bundled code in ASCII, with escapes for the few other characters in it: one of them alone doubles the memory that
 * the text of a file takes, and Node takes longer to read it.
 */
export const ascii = {
  name: 'ascii',
  renderChunk(code, { fileName }) {
    if (!BEYOND.test(code)) return null
    const raw = rawTemplates(this.parse(code)).find(({ start, end }) => BEYOND.test(code.slice(start, end)))
    if (raw) {
      const said = code.slice(raw.start, raw.start + 80)
      this.error(
        `A raw template would have another value in ASCII, write an escape in it (${fileName}): ${said}`,
      )
    }
    return code.replace(ALL_BEYOND, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  },
}

const BEYOND = /[^\0-\x7f]/
const ALL_BEYOND = new RegExp(BEYOND, 'g')

/** Templates of which what is written counts, and not what it means. */
function rawTemplates(program) {
  const found = []
  const stack = [program]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'TaggedTemplateExpression' && node.tag.property?.name === 'raw')
      found.push(...node.quasi.quasis)
    for (const value of Object.values(node)) {
      for (const child of [value].flat()) if (typeof child?.type === 'string') stack.push(child)
    }
  }
  return found
}
