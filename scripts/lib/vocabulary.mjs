import { table } from './markdown.mjs'

// Renders the page about the words that rules with `select` are written in.

const ABOUT = {
  document: 'The description as a whole.',
  server: 'Every URL that a server comes to, once for each combination of its variables.',
  securityScheme: 'Every security scheme that is declared.',
  securityRequirement: 'Every name in a `security` list, where it is written.',
  operation: 'Every operation: HTTP, webhook, callback, and those of AsyncAPI.',
  parameter: 'Every parameter definition; of AsyncAPI, those in addresses of channels.',
  requestBody: 'Every request body.',
  response: 'Every response.',
  header: 'Every header of a response.',
  mediaType: 'Every media type of a request or response.',
  schema: 'Every schema, once, however many operations reach it.',
  property: 'Every property of a schema, where it is listed.',
  channel: 'Every channel of AsyncAPI.',
  message: 'Every message of AsyncAPI.',
  string: 'Every text in the description.',
  reference: 'Every `$ref`.',
}

const TYPES = { text: 'text', flag: '`true` or `false`', list: 'list of texts' }

/**
 * The page of concepts, facts and functions.
 * @param {{ concepts: readonly object[], functions: readonly object[] }} vocabulary
 */
export function vocabularyPage({ concepts, functions }) {
  const sections = [
    '<!-- Generated from the tables of the engine by `npm run generate`; do not edit. -->',
    '# What your own rules can ask',
    'A rule in `specward.yaml` has `select` with a concept of the list below. `where` narrows it down, and `field` in ' +
      '`then` names what is asked about: a fact, which the engine works out (references, inheritance and defaults ' +
      'included), or a keyword as it is written, also with what is below it (`info.contact.email`), or `@key` for ' +
      'every key. Extensions (`x-…`) are keywords of every concept. Without `field`, the concept as a whole is asked ' +
      'about. In `message`, `{{error}}`, `{{description}}`, `{{property}}`, `{{value}}`, `{{path}}` and every fact are ' +
      'filled in. A fact that the description cannot tell leaves the concept undecided.',
    '## Functions',
    'They mean what those of the same name mean in Spectral rulesets. Of a fact that is a list, `enumeration`, `pattern` ' +
      'and `casing` ask every item, and a list without items counts as absent. Of a keyword that is a list, ask for the ' +
      'items: `tags.*`, `servers.*.url`.',
    table(
      ['Function', 'What is asked of the value', 'Options'],
      functions.map(({ name, about, options }) => [code(name), about, options.map(code).join(', ')]),
    ),
    '## Concepts',
    ...concepts.flatMap(concept),
  ]
  return `${sections.join('\n\n')}\n`
}

function concept({ name, facts, keywords }) {
  return [
    `### ${name}`,
    ABOUT[name],
    table(['Fact', 'Value', 'What it is'], facts.map(fact)),
    ...(keywords.length > 0 ? [`Keywords: ${keywords.map(code).join(', ')}.`] : []),
  ]
}

function fact({ name, type, words, usual, about }) {
  const value = words ? `${type === 'list' ? 'list of ' : ''}${words.map(code).join(', ')}` : TYPES[type]
  const examples = usual ? `; as a rule ${usual.map(code).join(', ')}` : ''
  return [code(name), value, `${about}${examples}.`]
}

function code(text) {
  return `\`${text}\``
}
