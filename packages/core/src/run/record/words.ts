/** Stands before what is replaced. Where it stands in a text itself, it is written twice. */
const MARK = '\u0001'

const MARKED = new RegExp(`${MARK}(${MARK}|[wr]|s\\d+;)?`, 'g')

/** Shorter secrets stand in many words that have nothing to do with them, and in no message. */
const SHORTEST = 6

/** What a record is read with turned out not to fit what it says. */
export class Unfit extends Error {}

/**
 * Writes texts and URIs so that they hold elsewhere and tell no secret, and reads them again: the folders of this
 * machine and the secrets of the document are replaced by what they are known by on both sides.
 */
export class Words {
  readonly #folders: readonly (readonly [string, string])[]
  readonly #needles = new Map<string, string>()
  readonly #meanings = new Map<string, string>([[MARK, MARK]])
  readonly #pattern: RegExp

  /**
   * @param folders URIs ending in `/`: the working directory and the folder that the document may refer to
   * @param secrets in an order that is the same when the record is read
   */
  constructor(folders: readonly [string, string], secrets: readonly string[]) {
    const [workingDirectory, root] = folders
    this.#folders = [
      ['./', workingDirectory],
      ['~/', root],
    ]
    const needles = [
      ['w', workingDirectory] as const,
      ['r', root] as const,
      ...secrets.flatMap(formsOf).map((each, index) => [`s${index};`, each] as const),
    ].filter(([, needle]) => needle.length >= SHORTEST)
    for (const [name, needle] of needles) {
      this.#meanings.set(name, needle)
      if (!this.#needles.has(needle)) this.#needles.set(needle, name)
    }
    const longestFirst = [...this.#needles.keys()].sort((a, b) => b.length - a.length)
    this.#pattern = new RegExp([MARK, ...longestFirst].map(escaped).join('|'), 'g')
  }

  write(text: string): string {
    return text.replace(this.#pattern, (found) => MARK + (this.#needles.get(found) ?? MARK))
  }

  /** Throws `Unfit` where a text was written with other secrets. */
  read(text: string): string {
    if (!text.includes(MARK)) return text
    return text.replace(MARKED, (_, name: string | undefined) => {
      const meaning = name === undefined ? undefined : this.#meanings.get(name)
      if (meaning === undefined) throw new Unfit()
      return meaning
    })
  }

  writeUri(uri: string): string {
    const folder = this.#folders.find(([, start]) => uri.startsWith(start))
    return folder ? folder[0] + uri.slice(folder[1].length) : uri
  }

  readUri(uri: string): string {
    const folder = this.#folders.find(([name]) => uri.startsWith(name))
    return folder ? folder[1] + uri.slice(folder[0].length) : uri
  }
}

/** A secret may stand with the escapes of JSON, and in capitals. */
function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), secret.toUpperCase()]
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
