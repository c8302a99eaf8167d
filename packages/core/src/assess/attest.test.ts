import { describe, expect, it } from 'vitest'
import { parseSource } from '../source/parse.ts'
import { type AnswerGiven, withAttestation } from './attest.ts'
import type { Control } from './catalogue.ts'
import type { FacetPart, Facets } from './facets.ts'

const control: Control = {
  id: 'AUTHZ-3',
  title: 'Each object is checked.',
  told: 'both',
  formats: ['oas3'],
  rows: ['T3'],
  aside: [],
  rules: [],
  covers: 'objects',
  question: 'Is each object checked?',
  evidence: 'A test.',
}

const part = (name: string, digest: string): FacetPart => ({ name, digest: digest.repeat(32) })

function facets(
  parts: readonly FacetPart[] = [part('GET /users/{id}', '1'), part('DELETE /users/{id}', 'e')],
): Facets {
  return { parts: () => parts, digest: () => `1:${'0'.repeat(32)}` }
}

const given: AnswerGiven = {
  control,
  document: 'openapi.yaml',
  answer: 'yes',
  by: 'Dana Fields',
  date: '2027-01-31',
  validUntil: '2027-07-30',
  evidence: 'https://wiki.example.com/review?id=7',
}

async function written(text: string | undefined, more: Partial<AnswerGiven> = {}): Promise<string> {
  const file = text === undefined ? undefined : await parseSource('file:///specward.attestations.yaml', text)
  return withAttestation(file, { ...given, ...more }, facets())
}

describe('an answer is written', () => {
  it('into a file that says what it is for, where there is none', async () => {
    expect(await written(undefined)).toMatchInlineSnapshot(`
      "# What people answer for, where no description can show it: one entry for each control and description. When the
      # part of the API that an answer is about changes, Specward asks again. \`specward attest\` writes entries.
      attestations:
        - control: AUTHZ-3
          document: openapi.yaml
          answer: 'yes'
          by: Dana Fields
          date: '2027-01-31'
          validUntil: '2027-07-30'
          evidence: https://wiki.example.com/review?id=7
          digest: '1:00000000000000000000000000000000'
          parts:
            GET /users/{id}: '11111111'
            DELETE /users/{id}: eeeeeeee
      "
    `)
  })

  it('behind the others, which stay as they are', async () => {
    const text =
      '# ours\nattestations:\n  # first\n  - control: OTHER-1   # a remark\n    document: openapi.yaml\n'
    const after = await written(text)
    expect(after.startsWith(text)).toBe(true)
    expect(after).toMatchInlineSnapshot(`
      "# ours
      attestations:
        # first
        - control: OTHER-1   # a remark
          document: openapi.yaml
        - control: AUTHZ-3
          document: openapi.yaml
          answer: 'yes'
          by: Dana Fields
          date: '2027-01-31'
          validUntil: '2027-07-30'
          evidence: https://wiki.example.com/review?id=7
          digest: '1:00000000000000000000000000000000'
          parts:
            GET /users/{id}: '11111111'
            DELETE /users/{id}: eeeeeeee
      "
    `)
  })

  it('in the place of the one about the same, whose comments stay', async () => {
    const first = await written(undefined)
    const text = first
      .replace('by: Dana Fields', 'by: Dana Fields # of the platform team')
      .replace('    digest', '    comment: see the wiki\n    digest')
    const after = await written(text, { by: 'Kim Rowe', date: '2027-05-01', validUntil: '2027-10-28' })
    expect(after).toMatchInlineSnapshot(`
      "# What people answer for, where no description can show it: one entry for each control and description. When the
      # part of the API that an answer is about changes, Specward asks again. \`specward attest\` writes entries.
      attestations:
        - control: AUTHZ-3
          document: openapi.yaml
          answer: 'yes'
          by: Kim Rowe # of the platform team
          date: '2027-05-01'
          validUntil: '2027-10-28'
          evidence: https://wiki.example.com/review?id=7
          digest: '1:00000000000000000000000000000000'
          parts:
            GET /users/{id}: '11111111'
            DELETE /users/{id}: eeeeeeee
      "
    `)
  })

  it('beside the one about other operations', async () => {
    const first = await written(undefined)
    const after = await written(first, { operations: ['GET /users/*'] })
    expect(after.match(/control: AUTHZ-3/g)).toHaveLength(2)
    expect(await written(after, { operations: ['GET /users/*'] })).toBe(after)
  })

  it.each([
    ['an empty file', ''],
    ['a file of comments', '# nothing yet'],
    ['a list without entries', 'attestations: []\n'],
    ['a list that is empty', 'attestations:\n'],
  ])('into %s', async (_, text) => {
    const file = await parseSource('file:///a.yaml', await written(text))
    expect(file.problems).toEqual([])
    expect((file.value as { attestations: { by: string }[] }).attestations.map(({ by }) => by)).toEqual([
      'Dana Fields',
    ])
  })

  it.each([
    '1e234567',
    'yes',
    '~',
    '- a',
    'it\'s: "so"',
    '# no comment',
    'a\nb',
    '0755',
    '=1+1',
    'ü',
    ' padded ',
  ])('with %j as text', async (word) => {
    const file = await parseSource('file:///a.yaml', await written(undefined, { by: word, comment: word }))
    const value = file.value as { attestations: { by: unknown; comment: unknown }[] }
    expect(value.attestations[0]).toMatchObject({ by: word, comment: word })
    const again = await parseSource(
      'file:///a.yaml',
      await written(file.text, { by: `${word}!`, comment: word }),
    )
    expect((again.value as typeof value).attestations[0]).toMatchObject({ by: `${word}!`, comment: word })
  })
})
