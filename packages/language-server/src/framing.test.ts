import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { framed } from './framing.ts'

async function through(chunks: readonly string[]) {
  const input = new PassThrough()
  const faults: string[] = []
  const output = framed(input, (what) => faults.push(what))
  for (const chunk of chunks) input.write(Buffer.from(chunk))
  input.end()
  let text = ''
  for await (const chunk of output) text += String(chunk)
  return { text, faults }
}

const MESSAGE = 'Content-Length: 12\r\nContent-Type: a/b\r\n\r\n{"ä":"\\r\\n"}'
const bytes = Buffer.from(MESSAGE.slice(MESSAGE.indexOf('{'))).length
const message = MESSAGE.replace('12', String(bytes))

it('hands on messages, however they are cut', async () => {
  const text = message.repeat(3)
  for (const size of [1, 2, 3, 7, 19, 500]) {
    const chunks = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
    expect(await through(chunks)).toEqual({ text, faults: [] })
  }
})

it.each([
  ['a length below zero', 'Content-Length: -5\r\n\r\n{}'],
  ['a length that is no number', 'Content-Length: five\r\n\r\n{}'],
  ['a length that no message has', 'Content-Length: 99999999999\r\n\r\n{}'],
  ['no length', 'Content-Type: a/b\r\n\r\n{}'],
  ['no headers', `{"jsonrpc":"2.0"}\n${'x'.repeat(9_000)}`],
])('ends at headers with %s', async (_, broken) => {
  const { text, faults } = await through([message, broken, message])
  expect(text).toBe(message)
  expect(faults).toEqual([
    expect.stringMatching(/^The editor sent something that is no message: .*`Content-Length`/),
  ])
})
