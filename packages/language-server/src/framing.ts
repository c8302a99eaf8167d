/** Longest headers of a message, in bytes: of more, only the end is looked at. */
const MOST_HEAD = 8_192

/** More than this is no message of an editor, in bytes. */
const MOST_BODY = 1_073_741_824

/**
 * Looks at the borders of what an editor sends. Headers without a length are passed over by whoever reads the messages; one
 * below zero, or one that no message has, would leave the server deaf for good, so the input is closed then.
 *
 * @param onFault told what is wrong, as a sentence
 */
export function watchFrames(input: NodeJS.ReadableStream, onFault: (what: string) => void): void {
  const frames = new Frames()
  const look = (chunk: Buffer): void => {
    const fault = frames.faultAfter(chunk)
    if (fault === undefined) return
    input.off('data', look)
    onFault(fault)
    if ('destroy' in input && typeof input.destroy === 'function') input.destroy()
  }
  input.on('data', look)
}

/** Follows the borders of messages: headers, an empty line, as many bytes as the headers say. */
class Frames {
  #head = ''
  /** Bytes of the body that are still to come. */
  #left = 0

  /** What is wrong with a length that a chunk completes; undefined where nothing is. */
  faultAfter(chunk: Buffer): string | undefined {
    for (let at = 0; at < chunk.length; ) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at)
        this.#left -= taken
        at += taken
        continue
      }
      const known = this.#head.length
      this.#head += chunk.toString('latin1', at, at + MOST_HEAD)
      const end = this.#head.search(/\r\n\r\n/)
      if (end < 0) {
        at += MOST_HEAD
        this.#head = this.#head.slice(-MOST_HEAD)
        continue
      }
      const length = lengthIn(this.#head.slice(0, end))
      if (length < 0 || length > MOST_BODY) return faultOf(length)
      at += end + 4 - known
      this.#head = ''
      this.#left = length
    }
    return undefined
  }
}

/** 0 where there is none. */
function lengthIn(head: string): number {
  const [, length = ''] = [...head.matchAll(/^content-length[ \t]*:(.*)$/gim)].at(-1) ?? []
  return Number.parseInt(length, 10) || 0
}

function faultOf(length: number): string {
  return `The editor sent a message with the \`Content-Length\` ${length}, which no message has. The server ends, because it cannot tell where the next one begins.`
}
