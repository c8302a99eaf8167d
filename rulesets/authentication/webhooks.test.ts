import { runRule } from '@specward/core/testing'
import { expect, it } from 'vitest'
import rule from './require-webhook-authentication.ts'

it('points at the delivery that stands first in the text, whatever its method', async () => {
  const text = `webhooks:
  orderPaid:
    post: { responses: {} }
    put: { responses: {} }
`
  const { findings } = await runRule(rule, text)
  expect(findings.map((each) => each.text)).toEqual(['post'])
  expect(findings[0]?.message).toBe(
    '`orderPaid` documents neither a signature nor a security requirement of its own, so receivers cannot tell who sent it.',
  )
})
