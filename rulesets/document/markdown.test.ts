import { describe, expect, it } from 'vitest'
import { activeIn } from './active-html.ts'
import { markdownParts } from './markdown.ts'

function active(text: string): readonly string[] {
  return markdownParts(text)
    .html.flatMap((piece) => activeIn(piece, text.includes('</script')))
    .map(({ what }) => what)
}

describe('what takes effect in Markdown', () => {
  it.each([
    ['<script>alert(1)</script>', 'a `<script>` element'],
    ['a\n\n<SVG><script\n defer>x</script></SVG>', 'a `<script>` element'],
    ['x <img =1 src=x onerror=alert(1)>', undefined],
    ['<div =1 src=x onerror=alert(1)>', 'the event handler `onerror`'],
    ['<div>\n<p/onclick=a()>', 'the event handler `onclick`'],
    ['<p title="<!--" onclick="a()">', 'the event handler `onclick`'],
    ['<!--> <script>a()</script>', 'a `<script>` element'],
    ['<a href="java&Tab;script&colon;a()">x</a>', 'a `javascript:` link'],
    ['<iframe srcdoc="x"></iframe>', 'a `<iframe>` element'],
    ['<meta http-equiv="refresh" content="0; url=//a">', 'a `<meta>` element'],
    ['<meta name="x">', undefined],
    [
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
      'a tag that is hidden in an attribute',
    ],
    ['<p title="</b>">', undefined],
    [
      '<style>body{background:url(//a.example/x)}</style>',
      'a `<style>` element that reaches beyond the text',
    ],
    ['<style>td { position: fixed }</style>', 'a `<style>` element that reaches beyond the text'],
    ['<style>td { color: red }</style> url(https://a.example)', undefined],
    ['<input type=Password>', 'a field for a password'],
    ['<input type=checkbox disabled>', undefined],
    ['x <button form=a formaction="//a.example">', 'a `<button>` element'],
    ['<video><source onerror=alert(1)></video>', 'the event handler `onerror`'],
    ['<svg><animate attributeName=href values=javascript:alert(1) /></svg>', 'a `javascript:` link'],
    ['<a href=" \u0001javascript:alert(1)">', 'a `javascript:` link'],
    ['<svg><path d="M0"/></svg>', undefined],
    ['<img src="data:image/svg+xml;base64,AAAA">', undefined],
    ['<!-- <script>a()</script> -->', undefined],
    ['<div title="<script>">', undefined],
    ['`<script>`', undefined],
    ['Map<String, onclick="a">', undefined],
  ])('%j', (text, expected) => {
    expect(active(text)).toEqual(expected === undefined ? [] : [expected])
  })

  it.each([
    '<',
    '[',
    '*',
    '<a ',
    '<a b="',
    "<a b='",
    '![x',
    '<!--',
    '[a](',
    '> ',
    '<div \n',
    '<p/=',
    '&#',
    '<style>',
    '<style>url(//',
    '</style',
  ])('comes to an end with a long run of %j', (piece) => {
    expect(active(`<div>${piece.repeat(30_000)}`)).toBeDefined()
    expect(active(piece.repeat(30_000))).toBeDefined()
  })
})
