import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import contact from './require-contact.ts'

const said = async (more: string) => {
  const text = `info: { title: A, version: '1'${more} }\npaths: { /a: { get: { responses: { '200': { description: OK } } } } }\n`
  return (await runRule(contact, text)).findings.map(({ message }) => message)
}

it('says what a contact lacks, and asks for one only where there is none', async () => {
  expect(await said(', contact: { x-twitter: acme }')).toEqual([
    '`contact` names nobody who answers for the API: it has neither an `email` nor a `url`, and no `name`. Add an `email` or a `url`.',
  ])
  expect(await said('')).toEqual([
    '`info` names nobody who answers for the API: add `contact` with an `email` or a `url`.',
  ])
})
