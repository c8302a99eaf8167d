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
  ['a length below zero', 'Content-Length: -5\r\n\r\n{}'],
  ['a length that is no number', 'Content-Length: five\r\n\r\n{}'],
  ['a length that no message has', 'Content-Length: 99999999999\r\n\r\n{}'],
  ['no length', 'Content-Type: a/b\r\n\r\n{}'],
  ['no headers', `{"jsonrpc":"2.0"}\n${'x'.repeat(9_000)}`],
])('closes the input at headers with %s', (_, broken) => {
  expect(through([message, broken, message])).toEqual({
    faults: [expect.stringMatching(/^The editor sent something that is no message: .*`Content-Length`/)],
    isClosed: true,
  })
})
