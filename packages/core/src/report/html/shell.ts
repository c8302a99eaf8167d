import { type Html, type HtmlStream, html, NOTHING, streamed } from './markup.ts'
import { SPRITE } from './words.ts'

export interface Shell {
  readonly title: string
  /** What the page is: `API security review`. */
  readonly kind: string
  readonly tool: { readonly name: string; readonly version: string }
  readonly styles: string
  /** Class of the body; none where it is ''. */
  readonly look?: string
  readonly navigation?: Html
  readonly main: Html | HtmlStream
  /** What the foot says after the name of the tool. */
  readonly foot: string
  readonly script?: { readonly code: string; readonly data: HtmlStream }
}

/**
 * A page that needs nothing else: no network, no fonts, and no script to be read. Its Content-Security-Policy lets the
 * browser run the script of the page and nothing that a description brings along.
 *
 * @returns the page in pieces, made while they are asked for
 * @param sha256 lower-case hexadecimal SHA-256 of a text as UTF-8; by it the browser knows the script and the styles
 */
export function shell(page: Shell, sha256: (text: string) => string): Iterable<string> {
  const { title, kind, tool, styles, look, navigation = NOTHING, main, foot, script } = page
  const sources = [
    "default-src 'none'",
    `style-src ${hashOf(styles, sha256)}`,
    ...(script ? [`script-src ${hashOf(script.code, sha256)}`, 'img-src data:'] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return streamed`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${sources.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${tool.name} ${tool.version}">
<title>${title} – ${kind}</title>
<style>${{ markup: styles }}</style>
</head>
<body${look === undefined ? NOTHING : html` class="${look}"`}>
<a class="skip" href="#main">Skip to the content</a>
${SPRITE}
<header class="top"><div class="wrap"><p class="brand">Specward <span>${kind}</span></p><h1>${title}</h1></div></header>
${navigation}
<main id="main" tabindex="-1" class="wrap">
${main}</main>
<footer class="wrap"><p>Made by ${tool.name} ${tool.version}${foot}</p></footer>
${script ? scripts(script) : NOTHING}</body>
</html>
`.stream
}

function scripts({ code, data }: NonNullable<Shell['script']>): HtmlStream {
  return streamed`<script type="application/json" id="data">${data}</script>
<script>${{ markup: code }}</script>
`
}

/** The source expression of a text for the Content-Security-Policy (CSP Level 3, section 2.3.1). */
function hashOf(text: string, sha256: (text: string) => string): string {
  return `'sha256-${base64OfHex(sha256(text))}'`
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64OfHex(hex: string): string {
  let out = ''
  for (let at = 0; at < hex.length; at += 6) {
    const piece = hex.slice(at, at + 6)
    const bits = Number.parseInt(piece.padEnd(6, '0'), 16)
    const digits = Math.ceil((piece.length * 4) / 6)
    for (let digit = 0; digit < 4; digit++) {
      out += digit < digits ? BASE64[(bits >> (18 - 6 * digit)) & 63] : '='
    }
  }
  return out
}
