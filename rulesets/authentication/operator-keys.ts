import { type SecurityAlternative, tokens } from '@specward/core'

/** Words in names of schemes for those who manage others. */
const ADMINISTRATORS: ReadonlySet<string> = new Set(['admin', 'administrator', 'superuser', 'root'])

/** The same for those who run the API, and for servers. */
const OPERATORS: ReadonlySet<string> = new Set([
  ...ADMINISTRATORS,
  ...['management', 'master', 'server', 'backend', 'internal'],
])

/** The name of a scheme for administrators: `AdminApiKeyAuth`; undefined where an alternative asks for none. */
export function administratorScheme(alternative: SecurityAlternative): string | undefined {
  return schemeNamed(alternative, ADMINISTRATORS)
}

/** The name of a scheme that asks for a key which customers do not have. */
export function operatorScheme(alternative: SecurityAlternative): string | undefined {
  return schemeNamed(alternative, OPERATORS)
}

function schemeNamed({ requirements }: SecurityAlternative, words: ReadonlySet<string>): string | undefined {
  return requirements.find(({ name }) => tokens(name).some((word) => words.has(word)))?.name
}
