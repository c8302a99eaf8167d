import { type Model, type Operation, tokens } from '@specward/core'

/** Operations that only APIs with accounts have. */
const CLASSES = ['login', 'logout', 'register', 'reset', 'token', 'admin'] as const

/** What belongs to somebody in particular. */
const OWN: ReadonlySet<string> = new Set([
  'me',
  'self',
  'myself',
  'my',
  'user',
  'account',
  'customer',
  'patient',
])

const known = new WeakMap<Model, boolean>()

/** Whether anything shows that an API tells its callers apart: security, a credential that is sent, a sign-in. */
export function knowsAccounts(model: Model): boolean {
  const { document } = model
  if (document.declaresSecurity || document.schemes.length > 0) return true
  let found = known.get(model)
  if (found === undefined) {
    found = document.operations.some(isForSomebody)
    known.set(model, found)
  }
  return found
}

function isForSomebody({ kind, classes, parameters, path }: Operation): boolean {
  if (kind !== 'http') return false
  if (CLASSES.some((name) => classes.has(name))) return true
  if (path.split('/').some((segment) => tokens(segment).some((word) => OWN.has(word)))) return true
  // a key that may be left out counts calls
  return parameters.some(({ name, required, fields }) => {
    if (/^authorization$/i.test(name)) return true
    return required && fields.some(({ sensitivity }) => sensitivity?.dataClass === 'credential')
  })
}
