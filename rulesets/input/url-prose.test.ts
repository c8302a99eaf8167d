import { expect, it } from 'vitest'
import { limitsInWords, missingLimits } from './url-prose.ts'

const BOTH = 'nothing demands `https` or rules out internal hosts'

it.each([
  ['The URL that receives events.', '', BOTH],
  ['Public URL, for example https://www.example.com/hook.', '', 'nothing demands `https`'],
  ['It has to be publicly reachable.', '', 'nothing demands `https`'],
  ['The URL of a public event.', '', BOTH],
  ['Requests are sent over HTTPS or HTTP.', '', BOTH],
  [
    'Where it goes.',
    'Invalid hostnames like localhost will receive a 403 Forbidden.',
    'nothing demands `https`',
  ],
  ['Private addresses are rejected.', '', 'nothing demands `https`'],
  ['The URL. It must use the same base URL as the app.', '', undefined],
  ['The scheme must be "https".', '', undefined],
  ['HTTPS only.', '', undefined],
])('%j beside %j lacks %j', (text, around, missing) => {
  expect(missingLimits(text, around)).toBe(missing)
})

it('knows hosts that are refused by what should not be named', () => {
  const text = 'The `host` should not refer to a service running in the cluster. The scheme must be "https".'
  expect(limitsInWords(text)).toEqual({ https: true, hosts: true })
})
