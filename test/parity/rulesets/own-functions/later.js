import { createRulesetFunction } from '@stoplight/spectral-core'

export default createRulesetFunction(
  {
    input: { type: 'string' },
    options: {
      type: 'object',
      properties: { least: { type: 'integer' } },
      required: ['least'],
      additionalProperties: false,
    },
  },
  async (input, { least }) => {
    await null
    return input.length < least ? [{ message: `"${input}" has not even ${least} characters` }] : undefined
  },
)
