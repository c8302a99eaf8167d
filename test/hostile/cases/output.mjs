import { json } from '../documents.mjs'

const TEXT = { exit: 1 }

/** A text wherever a name is told, and what must not be printed because of it. */
function printing(name, text, forged) {
  return {
    name,
    files: () => ({
      'api.json': json(
        { tags: [{ name: text }], components: { schemas: { [text]: { type: 'string' } } } },
        { [`/x${text}`]: { get: { operationId: text, responses: { [text]: { description: text } } } } },
      ),
    }),
    args: ['lint', 'api.json'],
    forged,
    expected: TEXT,
  }
}

/** @type {import('../case.mjs').Case[]} */
export const output = [
  printing('names that clear the terminal', 'a\u001b[2J\u001b[Hb', ['\u001b[2J']),
  printing('names that change the title of the terminal', 'a\u001b]0;x\u0007b', ['\u001b]0;']),
  printing('names that are a command to GitHub', 'a\n::error::forged\nb', ['\n::error']),
  printing('names that erase their line', 'a\rforged: no problems\u0008b', ['\rforged', '\u0008']),
  printing('names that turn the direction of text', 'a\u202eb\u2066c', ['\u202e', '\u2066']),
]
