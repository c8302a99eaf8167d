// What somebody types into a description, stroke by stroke.

/**
 * Scenes of a session; between two of them typing rests. A stroke replaces `cut` characters before a place.
 * @param {string} text of the description
 */
export function sessionFor(text, uri) {
  return /\.json$/.test(uri) ? jsonScenes(text) : yamlScenes(text)
}

function yamlScenes(text) {
  const lines = text.split('\n')
  const from = (start, pattern) => {
    const found = lines.findIndex((line, index) => index >= start && pattern.test(line))
    return found < 0 ? lines.findIndex((line) => pattern.test(line)) : found
  }
  const middle = lines.length >> 1
  const described = from(middle, /^ +(?:description|summary): [A-Za-z]/)
  const properties = from(middle, /^ +properties:$/)
  const inside = /^ */.exec(lines[properties + 1])[0]
  const typed = from(properties, /^ +type: string$/)
  const paths = from(0, /^paths:/)
  const path = from(paths + 1 + Math.floor(lines.length / 10), /^ {2}\S.*:$/)
  const title = from(from(0, /^info:/), /^ {2}(?:title|description): /)
  const property = `${inside}password:\n${inside}  type: string\n${inside}  description: secret of the account`
  const operation = `  /specward/{id}:\n    get:\n      summary: Reads it\n      responses:\n        '200':\n          description: ok`
  return [
    scene(writes(described, ' and more words that explain it, as people write them.')),
    scene([...rubs(described, 30), ...writes(described, ' again')]),
    scene(inserts(properties, property)),
    scene([...rubs(typed + 3, 6), ...writes(typed + 3, 'integer')]),
    scene(inserts(path - 1, operation)),
    scene(writes(title, ' of this API')),
  ]
}

function jsonScenes(text) {
  const lines = text.split('\n')
  const middle = lines.length >> 1
  const found = lines.findIndex(
    (line, index) => index >= middle && /"description": "\w.*[^\\]",?$/.test(line),
  )
  const end = /",?$/.exec(lines[found]).index
  const words = [...' and more words that explain it, as people write them.']
  const strokes = words.map((character, index) => ({ line: found, character: end + index, text: character }))
  const back = words.map((_, index) => ({
    line: found,
    character: end + words.length - index - 1,
    cut: 1,
    text: '',
  }))
  return [scene(strokes), scene(back)]
}

function scene(strokes) {
  return { strokes }
}

/** Strokes at the end of a line. */
function writes(line, text) {
  return [...text].map((character) => ({ line, character: 'end', text: character }))
}

function rubs(line, count) {
  return Array.from({ length: count }, () => ({ line, character: 'end', cut: 1, text: '' }))
}

/** New lines below a line: the editor indents each like the text does, and closes quotes. */
function inserts(above, text) {
  const strokes = []
  let line = above
  for (const each of text.split('\n')) {
    const indentation = /^ */.exec(each)[0]
    strokes.push({ line, character: 'end', text: `\n${indentation}` })
    line += 1
    let open = false
    for (const [index, character] of [...each.slice(indentation.length)].entries()) {
      const at = indentation.length + index
      if (character !== "'") strokes.push({ line, character: at, text: character })
      else if (!open) strokes.push({ line, character: at, text: "''" })
      // the quote that was closed by itself is typed over
      if (character === "'") open = !open
    }
  }
  return strokes
}
