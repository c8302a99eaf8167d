import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { SaxesParser } from 'saxes'
import { expect } from 'vitest'
import type { FormatName } from './formats.ts'
import { tagsOf } from './html/page.test-kit.ts'

const SCHEMA = createRequire(import.meta.url).resolve('schemastore/schemas/json/sarif-2.1.0.json')
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')),
)

/** What nobody sees, or what moves the cursor, colours, hides or reorders. */
export const INVISIBLE = /(?![\n\r])[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u

/** What the format looks like with its texts taken out; equal for equal reports, whatever they say. */
export function shapeOf(format: FormatName, output: string): unknown {
  if (format === 'json' || format === 'sarif' || format === 'gitlab' || format === 'oscal') {
    const value: unknown = JSON.parse(output)
    if (format === 'sarif') expect(isSarif(value), JSON.stringify(isSarif.errors)).toBe(true)
    return skeleton(value)
  }
  if (format === 'junit') return xmlShape(output)
  if (format === 'github')
    return output
      .split('\n')
      .map((line) => /^::(error|warning|notice) (?=.*::)|^Specward: |^$/.exec(line)?.[0])
  if (format === 'csv')
    return output.split('\r\n').map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(',').length)
  if (format === 'html') return tagsOf(output)
  return format === 'text' ? output.includes('<details>') : markdownShape(output)
}

function skeleton(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(skeleton)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.entries(value)
    .filter(([key]) => !['uriBaseId', 'insertedContent', 'primaryLocationLineHash'].includes(key))
    .map(([key, inner]) => [key, skeleton(inner)])
}

function xmlShape(output: string): readonly string[] {
  const names: string[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on(
    'opentag',
    ({ name, attributes }) => void names.push(`${name} ${Object.keys(attributes).join(' ')}`),
  )
  parser.write(output).close()
  // suites are sorted by name
  return names.sort()
}

/** Of every line outside of code: the tags, the borders of cells, and what GitHub would link or tell somebody of. */
function markdownShape(output: string): readonly string[] {
  const lines = output.replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, 'block').split('\n')
  return lines.map((line) =>
    [
      ...outsideCode(line)
        .replace(/&#?\w+;/g, '-')
        .matchAll(/<[^>]*>|\||@\w|#\d|GH-\d|:\/\/|www\.|\]\(|\*\*/gi),
    ]
      .map(([all]) => all)
      .join(' '),
  )
}

/** A line without its code spans and backslash escapes (CommonMark 0.31, sections 2.4 and 6.1). */
export function outsideCode(line: string): string {
  let rest = ''
  let at = 0
  while (at < line.length) {
    const ticks = /^`+/.exec(line.slice(at))?.[0]
    const after = ticks && new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(line.slice(at + ticks.length))
    if (ticks && after) at += 2 * ticks.length + after.index
    else if (/^\\[!-/:-@[-`{-~]/.test(line.slice(at))) at += 2
    else if (ticks) at += ticks.length
    else rest += line[at++]
  }
  return rest
}

/** Texts that would move a cursor, end a cell, a tag, a string or a line, or stand for something, where nobody minds them. */
export const NASTY: readonly string[] = [
  'line\nbreak\r\nand\rmore',
  ']]>',
  '\u001b[2J\u001b]8;;https://evil.example\u0007click',
  '\u202egpj.exe\u2066\u200b\ufeff',
  '\ud800 lone \udc00',
  '\n::error::fake',
  '%0A::error::fake%0D',
  '::set-output name=x::y',
  'a | b || c',
  '`` ` ```\n```',
  '=cmd|" /C calc"!A0',
  '<script>alert(1)</script>',
  '`<script>',
  '</details><!-- specward -->',
  'nul\u0000 and \u0008',
  '\uffff\ufffe',
  '"quoted", \'single\'; \\ back\\\\slash\\',
  '[text](1) {0} {id} {{x}}',
  '@admin #1 GH-1 https://evil.example',
  '&lt;&#60;&amp;',
  '__proto__',
  `$\{{ secrets.TOKEN }}`,
  '../../../etc/passwd',
  'C:\\Windows',
  '#fragment?query',
  '',
]
