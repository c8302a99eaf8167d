import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { watchFrames } from './framing.ts'

function through(chunks: readonly string[], encoding: BufferEncoding = 'utf8') {
  const input = new PassThrough()
  const faults: string[] = []
  watchFrames(input, (what) => faults.push(what))
  for (const chunk of chunks) if (!input.destroyed) input.emit('data', Buffer.from(chunk, encoding))
  return { faults, isClosed: input.destroyed }
}

const MESSAGE = 'Content-Length: 12\r\nContent-Type: a/b\r\n\r\n{"ä":"\\r\\n"}'
const bytes = Buffer.from(MESSAGE.slice(MESSAGE.indexOf('{'))).length
const message = MESSAGE.replace('12', String(bytes))

it('finds nothing wrong with messages, however they are cut', () => {
  const text = Buffer.from(message.repeat(3)).toString('latin1')
  for (const size of [1, 2, 3, 7, 19, 500]) {
    const chunks = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
    expect(through(chunks, 'latin1')).toEqual({ faults: [], isClosed: false })
  }
})

it.each([
  ['no length', 'Content-Type: a/b\r\n\r\n'],
  ['a length that is no number', 'Content-Length: five\r\n\r\n'],
  ['no end for long', `${'x'.repeat(20_000)}\r\n\r\n`],
])('passes over headers with %s', (_, broken) => {
  expect(through([message, broken, message, broken + message])).toEqual({ faults: [], isClosed: false })
})

it.each(['-5', '99999999999'])('closes the input at the length %s', (length) => {
  expect(through([message, `Content-Length: ${length}\r\n\r\n{}`, message])).toEqual({
    faults: [expect.stringContaining(`\`Content-Length\` ${length}, which no message has`)],
    isClosed: true,
  })
})
