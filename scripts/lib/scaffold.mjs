import { access, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CATEGORIES } from './generate.mjs'

/** A name that no rule can have; the message says what to write instead. */
export class NameError extends Error {}

/**
 * Writes `<folder>/<category>/<id>.ts`: a rule that compiles and whose examples pass, to be made into the real one.
 * @param {string} name `<category>/<id>`
 * @param {string} folder the rulesets folder
 * @returns {Promise<string>} the path of the new file
 */
export async function scaffold(name, folder) {
  const { category, id } = checkName(name)
  for (const other of CATEGORIES) {
    const path = join(folder, other, `${id}.ts`)
    if (await exists(path)) throw new NameError(`${other}/${id}.ts exists already; it was left as it is.`)
  }
  const path = join(folder, category, `${id}.ts`)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, template(id), { flag: 'wx' })
  return path
}

function checkName(name) {
  const [category, id, ...rest] = (name ?? '').split('/')
  if (!category || !id || rest.length > 0) {
    throw new NameError('Give the category and the id: `npm run new-rule authentication/no-anonymous-write`.')
  }
  if (!CATEGORIES.includes(category)) {
    throw new NameError(`There is no category \`${category}\`. There are: ${CATEGORIES.join(', ')}.`)
  }
  if (!/^(no|require)(-[a-z0-9]+)+$/.test(id)) {
    throw new NameError(
      `\`${id}\` is no name for a rule: it takes \`no-<what is bad>\` or \`require-<what is good>\`, ` +
        'in lower-case letters and digits with single hyphens.',
    )
  }
  return { category, id }
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  )
}

function template(id) {
  return `import { defineRule } from '@specward/core'

// Everything below is a working stand-in: it reports operations without an \`operationId\`.
// Replace the metadata, the check and the examples by those of the rule.
export default defineRule({
  id: '${id}',
  title: 'An operation has no name.',
  why: 'Say in two sentences what an attacker gains, or what cannot be known.',
  fix: 'Say what to change in the description, and in the API behind it.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: { owasp: ['API9:2023'], cwe: [1059], controls: [] },
  select: 'operation',
  check(operation, { report }) {
    if (operation.node.child('operationId')) return
    report({ at: operation.node, message: \`\\\`\${operation.label}\\\` has no \\\`operationId\\\`.\` })
  },
  examples: {
    bad: [
      {
        title: 'No name',
        text: \`
paths:
  /users:
    get:
#   ^^^
      responses:
        '200': { description: OK }
\`,
      },
    ],
    good: [
      {
        title: 'A name',
        text: \`
paths:
  /users:
    get:
      operationId: listUsers
      responses:
        '200': { description: OK }
\`,
      },
    ],
  },
})
`
}
