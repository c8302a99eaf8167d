import { describe, expect, it } from 'vitest'
import { emptyPage, pageFor } from './report-page.ts'

const page = (policy: string): string => `<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
</head>
<body>
<p>$&</p></body>
</html>`

const REPORT =
  "default-src 'none'; style-src 'sha256-a='; script-src 'sha256-b='; img-src data:; base-uri 'none'"
const CHECKLIST = "default-src 'none'; style-src 'sha256-a='; base-uri 'none'"

const policyOf = (html: string): readonly string[] =>
  (/Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '').split('; ')

describe('the page of a report', () => {
  it('keeps its Content-Security-Policy, widened by one nonce', () => {
    const policy = policyOf(pageFor(page(REPORT), { nonce: 'n', isDark: true }))
    expect(policy).toEqual([
      "default-src 'none'",
      "style-src 'nonce-n' 'sha256-a='",
      "script-src 'nonce-n' 'sha256-b='",
      'img-src data:',
      "base-uri 'none'",
    ])
  })

  it('may run the script of the extension where it has none itself', () => {
    expect(policyOf(pageFor(page(CHECKLIST), { nonce: 'n', isDark: true }))).toContain("script-src 'nonce-n'")
  })

  it.each([
    [true, 'dark'],
    [false, 'light'],
  ])('has the theme of VS Code: dark is %s', (isDark, theme) => {
    expect(pageFor(page(REPORT), { nonce: 'n', isDark })).toContain(`<html lang="en" data-theme="${theme}">`)
  })

  it('cannot be broken out of by the name of an operation', () => {
    const html = pageFor(page(REPORT), { nonce: 'n', isDark: true, operation: 'GET /</script><b>$&' })
    expect(html.match(/<\/script>/g)).toHaveLength(1)
    expect(html).toContain('GET /\\u003c/script>\\u003cb>$&')
  })

  it('keeps what it says to the sign', () => {
    expect(pageFor(page(REPORT), { nonce: 'n', isDark: true })).toContain('<p>$&</p>')
  })

  it('has a script that can be read', () => {
    const html = pageFor(page(REPORT), { nonce: 'n', isDark: true })
    const script = /<script nonce="n">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? ''
    expect(() => new Function(script)).not.toThrow()
    expect(script).toContain('acquireVsCodeApi')
  })
})

describe('a page without a report', () => {
  it('says why, as text', () => {
    expect(emptyPage('<img src=x>')).toContain('<p>&#60;img src=x&#62;</p>')
  })
})
