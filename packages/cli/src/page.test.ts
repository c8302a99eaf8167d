import { describe, expect, it } from 'vitest'
import { toTerminal } from './page.ts'

const page = `<!-- Generated -->

# no-x

A thing is wrong.

|  |  |
| --- | --- |
| Category | input |
| Applies to | OpenAPI \\| more |

## Why it matters

See [the page](https://example.com/a) and [a neighbour](no-y.md).

\`\`\`yaml
# a comment, no heading
paths: {}
\`\`\`
`

describe('a page in a terminal', () => {
  it('is plain text without color', () => {
    expect(toTerminal(page, false, 100)).toBe(`no-x

A thing is wrong.

  Category          input
  Applies to        OpenAPI | more

WHY IT MATTERS

See the page <https://example.com/a> and a neighbour.

    # a comment, no heading
    paths: {}
`)
  })

  it('has bold headings and dim code with color', () => {
    const text = toTerminal(page, true, 100)
    expect(text).toContain('\u001b[1mWhy it matters\u001b[22m')
    expect(text).toContain('    \u001b[2mpaths: {}\u001b[22m')
  })

  it('breaks running text between words, and neither code nor addresses', () => {
    const text =
      'One two three four.\n\n- five six seven\n\n```yaml\na: one two three four\n```\n\nhttps://example.com/long'
    expect(toTerminal(text, false, 12)).toBe(`One two
three four.

- five six
  seven

    a: one two three four

https://example.com/long
`)
  })
})
