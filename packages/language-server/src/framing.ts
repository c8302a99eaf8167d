/** Longest headers of a message, in bytes. */
const MOST_HEAD = 8_192

/** More than this is no message of an editor, in bytes. */
const MOST_BODY = 1_073_741_824

/**
 * Looks at what an editor sends as long as it can be cut into messages. Once a header makes no sense, nobody knows where
 * the next message begins: the input is closed then, where otherwise the server would be deaf for good.
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

  /** What is wrong with the headers that a chunk completes; undefined where nothing is. */
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
        if (this.#head.length > MOST_HEAD) return faultOf(this.#head)
        at += this.#head.length - known
        continue
      }
      const length = lengthIn(this.#head.slice(0, end))
      if (length === undefined) return faultOf(this.#head.slice(0, end))
      at += end + 4 - known
      this.#head = ''
      this.#left = length
    }
    return undefined
  }
}

function lengthIn(head: string): number | undefined {
  const [, length] = [...head.matchAll(/^content-length[ \t]*:[ \t]*(\S+)[ \t]*$/gim)].at(-1) ?? []
  if (length === undefined || !/^\d{1,10}$/.test(length)) return undefined
  return Number(length) > MOST_BODY ? undefined : Number(length)
}

function faultOf(head: string): string {
  const [line = ''] = head.split('\r\n')
  return `The editor sent something that is no message: its headers give no \`Content-Length\` that makes sense (${JSON.stringify(line.slice(0, 80))}). The server ends, because it cannot tell where the next message begins.`
}
