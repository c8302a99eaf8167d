/** A text that holds data together with what tells whether it is whole: written by this program, read by this program. */

export type Opened =
  | { readonly body: unknown }
  /** A clause that tells why it cannot be used. */
  | { readonly fault: string }

/** Puts plain data into one line of JSON: `{"<kind>":1,"sha256":"...","body":...}`. */
export function seal(kind: string, body: unknown, sha256: (text: string) => string): string {
  const text = JSON.stringify(body)
  return `${markOf(kind)}${VERSION},"sha256":"${sha256(text)}","body":${text}}\n`
}

/** What each text of a kind begins with, whatever version has written it. */
export function markOf(kind: string): string {
  return `{"${kind}":`
}

/** Takes the data out again, if not one character of it has changed. */
export function open(kind: string, text: string, sha256: (text: string) => string): Opened {
  const head = /^\{"([a-zA-Z-]+)":(\d+),"sha256":"([0-9a-f]{64})","body":/.exec(text)
  if (!head || head[1] !== kind) return { fault: 'it is none' }
  if (head[2] !== String(VERSION)) return { fault: 'another version of Specward has written it' }
  if (!text.endsWith('}\n')) return { fault: 'its end is missing' }
  const body = text.slice(head[0].length, -2)
  if (sha256(body) !== head[3]) return { fault: 'it was changed after it was written' }
  try {
    return { body: JSON.parse(body) }
  } catch {
    return { fault: 'it is no JSON' }
  }
}

const VERSION = 1
