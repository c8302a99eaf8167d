// Answers that were given before, so that a long run can be made in pieces.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/**
 * What is kept in a file: a line of JSON for each answer, under a key of everything it follows from.
 * @param {string | undefined} file undefined keeps nothing
 */
export function keptIn(file) {
  const lines = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const answers = new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .map(({ key, answer }) => [key, answer]),
  )
  return {
    get: (key) => answers.get(key),
    put(key, answer) {
      answers.set(key, answer)
      if (file !== undefined) appendFileSync(file, `${JSON.stringify({ key, answer })}\n`)
    },
  }
}

/** The digest of a case: its files, how they are run and what is expected. */
export function digestOf({ name, files, args, ruleset, secret, forged, expected }) {
  const plain = (_, value) => (value instanceof RegExp ? String(value) : value)
  const hash = createHash('sha256').update(
    JSON.stringify([name, args, ruleset, expected, ...[secret, forged].filter(Boolean)], plain),
  )
  for (const [file, content] of Object.entries(files())) {
    hash.update(`\0${file}\0`)
    for (const part of Array.isArray(content) ? content : [content.linkTo ?? content]) hash.update(part)
  }
  return hash.digest('hex')
}
