import { defineRule } from '@specward/core'
import { withArticle } from '../wording.ts'
import { type AddressParameter, addressParameters, titleOf } from './addresses.ts'

/** A mailbox, as in `users/jane@example.com`. */
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,63}/i

export default defineRule({
  id: 'no-personal-data-in-address',
  title: 'Personal or financial data is part of the address of a channel.',
  why: 'Addresses of channels are kept in logs, metrics and access lists, and shown to everybody who may list topics. Nobody can correct or delete there what the law gives people a right to have deleted.',
  fix: 'Put an opaque id into the address, and personal data into the payload.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API3:2023'],
    cwe: [598],
    controls: ['DATA-1'],
    specifications: ['GDPR, article 25'],
  },
  falsePositives:
    'Names that may mean something else, such as `mobile` or `location`, are not reported. Add names of your own under `policy.sensitiveNames`.',
  select: 'channel',
  check(channel, { report, notApplicable, facts }) {
    const { address, addressNode } = channel
    const parameters = addressParameters(channel, facts)
    if (address === undefined || (parameters.length === 0 && !holdsMailbox(address))) return notApplicable()
    for (const { name, at, ...each } of parameters) {
      const what = personalDataIn(each)
      if (what === undefined) continue
      report({
        at,
        message: `Parameter \`{${name}}\` carries ${what} in the address of channel \`${titleOf(channel)}\`.`,
        discriminator: name,
      })
    }
    if (holdsMailbox(address)) {
      report({
        at: addressNode,
        message: `The address of channel \`${address}\` holds an email address.`,
        discriminator: 'literal',
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: an email address, and a number that is not declared',
        format: 'asyncapi3',
        text: `
channels:
  updates:
    address: users/{email}/updates
    parameters:
      email: { $ref: '#/components/parameters/Email' }
#     ^^^^^
  payments:
    address: payments.{iban}
#            ^^^^^^^^^^^^^^^
components:
  parameters:
    Email: { description: Of the user. }
`,
      },
      {
        title: 'AsyncAPI 2: a name that tells nothing, with a schema that does',
        format: 'asyncapi2',
        text: `
channels:
  users/{user}/updates:
    parameters:
      user: { schema: { $ref: '#/components/schemas/Login' } }
#     ^^^^
    subscribe:
      message: { payload: { type: object } }
components:
  schemas:
    Login: { type: string, format: email }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: opaque ids, and names that only sound like it',
        format: 'asyncapi3',
        text: `
channels:
  updates:
    address: users/{userId}/{emailTemplateId}
    parameters:
      userId: {}
      emailTemplateId: {}
`,
      },
      {
        title: 'AsyncAPI 2: personal data in the payload, and a segment that is called like it',
        format: 'asyncapi2',
        text: `
channels:
  users/{userId}/email:
    parameters:
      userId: { schema: { type: string, format: uuid } }
    subscribe:
      message:
        payload: { type: object, properties: { email: { type: string } } }
`,
      },
    ],
  },
})

function personalDataIn({ sensitivity }: Pick<AddressParameter, 'sensitivity'>): string | undefined {
  if (!sensitivity || sensitivity.dataClass === 'credential' || sensitivity.confidence === 'likely')
    return undefined
  const { term, by } = sensitivity
  if (by === 'policy') return 'sensitive data by the policy'
  return term.endsWith('data') ? term : withArticle(term)
}

/** Part of the address itself; `user:password@host` in a URL is something else. */
function holdsMailbox(address: string): boolean {
  return EMAIL.test(address) && !address.includes('://')
}
