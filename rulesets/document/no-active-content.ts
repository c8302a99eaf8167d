import { defineRule } from '@specward/core'
import { placeOf } from '../secrets/candidates.ts'
import { listedWords } from '../wording.ts'
import { type Active, activeIn, isHarmfulUrl, schemeOf } from './active-html.ts'
import { defused } from './defused.ts'
import { markdownParts } from './markdown.ts'
import { isData } from './name-values.ts'
import { isProse } from './prose.ts'

/** A tag, or a link with a scheme that runs: quick to look for in all strings. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers leave them out
const HINT = /<[a-zA-Z]|(?:\]\(|\]:)[\s\0-\x1f]*(?:<[\s\0-\x1f]*)?[jvdJVD&]/

/** Few texts have any of this, so few have to be parsed. */
const SUSPECT =
  /<(?:script|style|i?frame|object|embed|form|base|meta|link|foreignobject|input|button|noscript|noembed|noframes|xmp|textarea)\b|[\s"'/]on[a-z]{3,}\s*=|script(?::|&)|data:(?:text|image|app)|&(?:#|colon|tab|newline)/i

/** What browsers leave out of a scheme. */
const GAP = String.raw`[\s\0-\x1f]*`

/** Addresses that pages show as links, as they begin where they run something. */
const LINK = new RegExp(
  `^${GAP}(?:${['jav', 'vbs', 'data:'].map((word) => [...word].join(GAP)).join('|')})`,
  'i',
)
const LINKS: ReadonlySet<string> = new Set([
  ...[
    'url',
    'termsOfService',
    'authorizationUrl',
    'tokenUrl',
    'refreshUrl',
    'openIdConnectUrl',
    'externalValue',
  ],
])

/** `[](data:text/html)` is no shorter. */
const SHORTEST = 6

export default defineRule({
  id: 'no-active-content',
  title: 'A description has content that runs in the page that shows it.',
  why: 'Descriptions are Markdown, which may hold HTML. Documentation portals and editors render it with the rights of their reader, so whoever can change the description can take over the sessions of those who read it or show them a false login.',
  fix: 'Write it without HTML. What is meant as an example belongs in a code span or a code block.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API8:2023'],
    cwe: [79],
    controls: ['INPUT-6'],
    specifications: ['OpenAPI 3.1.1, section 4.3', 'CommonMark 0.31.2, section 4.6 and section 6.6'],
  },
  falsePositives:
    'Whether the portal cleans what it renders, the description cannot show. Code blocks, code spans, comments and names in angle brackets such as `<object>` are left alone, and so are examples and extensions.',
  select: 'document',
  check(_, { report, model }) {
    for (const text of model.stringsWith(HINT, SHORTEST)) {
      if (!isSuspect(text.value) || !isProse(text.node)) continue
      const found = activeContent(text.value)
      const [first] = found
      if (!first) continue
      const { key } = text.node
      report({
        at: placeOf(text.node, first.text),
        message: `This \`${key}\` has ${listedWords(found.map(({ what }) => what))}, which takes effect in any page that shows this ${key === 'description' ? 'description' : 'text'} as HTML.`,
        operations: [],
        fix: defused(text.node, activeContent),
      })
    }
    for (const { node, value } of model.stringsWith(LINK, SHORTEST)) {
      if (!LINKS.has(node.key) || !isHarmfulUrl(value) || isData(node)) continue
      report({
        at: node,
        message: `\`${node.key}\` is a \`${schemeOf(value)}\` link, which runs what it holds in the page that shows it as a link.`,
        operations: [],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A script, an event handler and a link that runs',
        text: `
info:
  title: Orders
  version: '1'
  description: Orders. <script src="https://cdn.example.net/x.js"></script>
#                      ^^^^^^^
tags:
  - name: orders
    description: |-
      All about orders.

      <table><tr><td ONCLICK="track()">Hello</td></tr></table>
#                    ^^^^^^^
  - name: help
    description: See [the help](javascript:openHelp()).
#                               ^^^^^^^^^^^
paths: {}
`,
      },
      {
        title: 'A form and an embedded page, in a component that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { $ref: '#/components/responses/Orders' }
components:
  responses:
    Orders:
      description: 'Sign in: <form action="https://login.example.net"><input name="password"></form>'
#                            ^^^^^
      content:
        application/json:
          schema: { type: object, description: '<iframe src="https://example.net"></iframe>' }
#                                               ^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: written with character references',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      summary: See [this](&#106;avascript:alert(1)).
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    description: <object data="https://example.net/x.swf"></object>
#                ^^^^^^^
    subscribe:
      message: { payload: { type: object } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      order:
        summary: Placed <img src=x onerror=alert(1)>
#                                  ^^^^^^^
        payload: { type: object }
`,
      },
      {
        title: 'Overlay: a text that it puts into the description',
        format: 'overlay1',
        text: `
actions:
  - target: $.info
    update:
      description: Orders <script>alert(1)</script>
#                         ^^^^^^^
`,
      },
      {
        title: 'Arazzo: what a step does',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps:
      - stepId: order
        operationId: placeOrder
        description: See [this](javascript:alert(1)).
#                               ^^^^^^^^^^^
`,
      },
      {
        title: 'Links to licences and terms, a style sheet for the whole page, and a false login',
        text: `
info:
  title: Orders
  version: '1'
  termsOfService: " java\\tscript:alert(1)"
#                 ^^^^^^^^^^^^^^^^^^^^^^^^
  license: { name: Own, url: 'data:text/html,<script>alert(1)</script>' }
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  description: "<style>@import url(https://example.net/x.css);</style>"
#               ^^^^^^
paths:
  /orders:
    get:
      summary: "Sign in: <input name=password type=password> <button formaction=https://example.net>"
#                        ^^^^^^
      description: "See [this](<java\\tscript:alert(1)>)."
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Harmless styles and fields, and an address that is data',
        text: `
info:
  title: Widgets
  version: '1'
  termsOfService: https://widgets.example.com/terms
  description: |-
    <style>table { border: 0 }</style>

    <details><summary title="</b>">More</summary><input type="checkbox" disabled> done</details>
paths:
  /links:
    get:
      responses:
        '200':
          description: OK
          content: { application/json: { example: { url: 'javascript:alert(1)' } } }
`,
      },
      {
        title: 'Code, names in angle brackets, comments, and harmless HTML',
        text: `
info:
  title: Widgets
  version: '1'
  description: |-
    Put \`<script src="https://widgets.example.com/v1.js">\` into your page:

        <script>widgets.start()</script>

    ~~~html
    <iframe src="https://widgets.example.com"></iframe>
    ~~~

    Takes a Component<T extends onClick=> and returns an <object>, a <base> or a <form>; runs <module>.<script>.
    Escaped: &lt;script&gt;.
    Pass data:text/html to javascript: or to the attribute onclick = 1.

    <details><summary>More</summary><img src="https://widgets.example.com/x.png" alt=""></details>
paths: {}
`,
      },
      {
        title: 'Examples, extensions and properties are data',
        text: `
paths:
  /comments:
    post:
      x-description: <script>alert(1)</script>
      requestBody:
        content:
          application/json:
            schema:
              type: object
              example: { description: '<script>alert(1)</script>' }
              properties:
                description: { type: string, default: '<script>alert(1)</script>' }
            examples:
              attack:
                summary: What is refused
                value: { title: '<script>alert(1)</script>' }
      responses:
        '204': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: an example',
        format: 'oas2',
        text: `
paths:
  /comments:
    get:
      responses:
        '200':
          description: OK
          schema: { type: object }
          examples:
            application/json: { description: '<script>alert(1)</script>' }
`,
      },
      {
        title: 'AsyncAPI: an example of a message, and a property of the name `example`',
        format: 'asyncapi3',
        text: `
channels:
  comments:
    address: comments
    messages:
      comment:
        payload:
          type: object
          properties:
            example: { type: string, description: 'Such as \`<script>\`.' }
        examples:
          - payload: { example: hello, description: '<script>alert(1)</script>' }
`,
      },
    ],
  },
})

/** Whether a text can have anything of this, also where signs stand in between that browsers leave out. */
function isSuspect(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the signs
  return SUSPECT.test(text) || SUSPECT.test(text.replace(/[\0-\x1f]/g, ''))
}

/** What takes effect in a text; each thing once. */
function activeContent(value: string): readonly Active[] {
  const { html, links } = markdownParts(value)
  const isClosed = html.some((piece) => /<\/script/i.test(piece))
  const inLinks = links
    .filter(isHarmfulUrl)
    .map((url): Active => ({ what: `a \`${schemeOf(url)}\` link`, text: schemeOf(url) }))
  const found = [...html.flatMap((piece) => activeIn(piece, isClosed)), ...inLinks]
  return [...new Map(found.map((each) => [each.what, each])).values()]
}
