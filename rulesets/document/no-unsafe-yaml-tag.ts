import { defineRule, type Model, type Node, type SourceFile } from '@specward/core'

/** Tags by which YAML libraries make objects of a programming language: of Python, Ruby, PHP, Perl, JavaScript, and classes of Java. */
const TAG =
  /!(?:!|<tag:yaml\.org,2002:)?(?:(?:python|ruby|php|perl|js)\/[^\s,\]}>]+>?|(?:[a-z][\w-]*\.){1,8}[A-Z]\w*>?)/y

/** What a tag stands behind, where it is not the first thing of the file. */
const BEFORE = /[\s:[{,-]/

/** The same in a value, where it is text. */
const IN_TEXT = /!(?:python|ruby|php|perl|js|<tag:|[a-z][\w-]*\.|!)/

export default defineRule({
  id: 'no-unsafe-yaml-tag',
  title: 'A YAML tag asks for an object of a programming language.',
  why: 'Libraries that honour such tags call whatever constructor they name, with arguments from the file: reading the description runs a command. Libraries that do not honour them read a plain value, so one tool sees another document than the next.',
  fix: 'Remove the tag. A description needs none but those of JSON: strings, numbers, booleans, null, lists and mappings.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API8:2023'],
    cwe: [502],
    controls: ['INV-3', 'SUPPLY-1'],
    specifications: ['YAML 1.2.2, sections 6.9.1 and 10.3', 'OpenAPI 3.1.1, section 4.2'],
  },
  falsePositives: 'Tags in texts, keys and comments are left alone, and so are the harmless ones (`!!str`).',
  select: 'document',
  check(_, { report, model }) {
    for (const root of rootsOf(model)) {
      const { file } = root
      if (file.language !== 'yaml') continue
      const told = new Set<string>()
      const tags = tagsIn(file.text)
      if (tags.length === 0) continue
      const isText = within(
        model.stringsWith(IN_TEXT).map(({ node }) => node),
        file,
      )
      for (const { tag, start } of tags) {
        if (isText(start) || told.has(tag) || isComment(file.text, start)) continue
        told.add(tag)
        report({
          at: { node: root, span: { start, end: start + tag.length } },
          message: `The tag \`${tag}\` makes some YAML libraries build an object when they read the description, and with it run code.`,
          discriminator: tag,
          operations: [],
        })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'A command that Python runs, beside a response that is reached through `$ref`',
        text: `
x-build: !!python/object/apply:os.system [id]
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
paths:
  /orders:
    get:
      responses:
        '200': { $ref: '#/components/responses/Orders' }
components:
  responses:
    Orders: { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: a class of Java',
        format: 'oas2',
        text: `
x-engine: !!javax.script.ScriptEngineManager []
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: an object of Ruby, and a function',
        format: 'asyncapi2',
        text: `
x-a: !ruby/object:Gem::Installer { i: x }
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^
x-b: { f: !!js/function 'function () {}' }
#         ^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Tags in texts and comments, and harmless ones',
        text: `
# !!python/object/apply:os.system
info:
  title: !!str Orders
  version: !!str 1
  description: |
    - !!python/object/apply:os.system [id]
    Refuses !ruby/object:Gem and !!javax.script.ScriptEngineManager.
paths: {}
x-note: 'use: !!python/name:print'
x-wow: Great!example.Com
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels: !!map {}
`,
      },
      {
        title: 'Overlay',
        format: 'overlay1',
        text: `
actions: [{ target: $.info, update: { title: 'a: !!python/name:print' } }]
`,
      },
      {
        title: 'Arazzo',
        format: 'arazzo1',
        text: `
workflows: [{ workflowId: !!str buy, steps: [] }]
`,
      },
    ],
  },
})

/** The root of every file that the description reaches. */
function rootsOf(model: Model): readonly Node[] {
  const roots = new Set([model.document.node])
  const files = new Set<SourceFile>([model.document.node.file])
  for (const { node } of model.select('reference')) {
    const target = node.parent && model.resolve(node.parent)
    if (!target || files.has(target.file)) continue
    files.add(target.file)
    let root = target
    while (root.parent) root = root.parent
    roots.add(root)
  }
  return [...roots]
}

interface Tag {
  readonly tag: string
  readonly start: number
}

/** Looks at exclamation marks alone: a long text has few. */
function tagsIn(text: string): readonly Tag[] {
  const tags: Tag[] = []
  let next = 0
  for (let start = text.indexOf('!'); start >= 0; start = text.indexOf('!', next)) {
    next = start + 1
    if (start > 0 && !BEFORE.test(text.charAt(start - 1))) continue
    TAG.lastIndex = start
    const tag = TAG.exec(text)?.[0]
    if (tag === undefined) continue
    tags.push({ tag, start })
    next = start + tag.length
  }
  return tags
}

function isComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /(?:^|\s)#/.test(line)
}

/** Tells of places in rising order whether they are part of a value: such a value holds the tag as text. */
function within(texts: readonly Node[], file: SourceFile): (at: number) => boolean {
  const spans = texts
    .flatMap((node) => (node.file === file ? (node.span?.value ?? []) : []))
    .sort((a, b) => a.start - b.start)
  let next = 0
  return (at) => {
    while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1
    return (spans[next]?.start ?? Number.POSITIVE_INFINITY) <= at
  }
}
