import { type Operation, tokens } from '@specward/core'

/** Whole segments of paths, whatever stands around them. */
const PLACES: Readonly<Record<string, string>> = {
  management: 'for administrators',
  internal: 'for internal use',
  _internal: 'for internal use',
}

/**
 * For whom an operation is by its place, that not everybody may call: `for administrators`, `for internal use`.
 * `x-internal` keeps an operation out of the documentation, which keeps nobody from calling it.
 */
export function placedFor({ classes, path, node }: Operation): string | undefined {
  if (classes.has('admin')) return 'for administrators'
  if (node.child('x-internal')?.value === true) return 'for internal use'
  for (const segment of path.toLowerCase().split('/')) {
    if (Object.hasOwn(PLACES, segment)) return PLACES[segment]
  }
  return undefined
}

/** The same, also by what the operation does and says; undefined for an ordinary one. */
export function reservedFor(operation: Operation): string | undefined {
  const placed = placedFor(operation)
  if (placed !== undefined) return placed
  if (isImpersonation(operation)) return 'for acting as somebody else'
  if (givesRoles(operation)) return 'for giving roles to others'
  return isSaidToBeForAdmins(operation) ? 'for administrators' : undefined
}

/** True for what shows administrators: neither for them alone, nor ordinary. */
export function isAboutAdmins({ path }: Operation): boolean {
  return /\/admin(?:istrator)?s(?:\/|$)/i.test(path)
}

function isImpersonation({ path, operationId, isSafe }: Operation): boolean {
  if (isSafe) return false
  const last = path.split(/[/:]/).findLast((segment) => segment !== '' && !segment.includes('{'))
  return [last, operationId].some((name) => {
    const [first, second] = tokens(name ?? '')
    return first === 'impersonate' || first === 'impersonation' || (first === 'act' && second === 'as')
  })
}

/** `PUT /users/{id}/roles`, `DELETE /users/{id}/roles/{role}`. */
const ROLES_OF_OTHERS =
  /\/(?:users?|accounts|employees)\/\{[^{}/]*\}\/(?:roles?|permissions|privileges)(?:\/|$)/i

function givesRoles({ path, isSafe }: Operation): boolean {
  return !isSafe && ROLES_OF_OTHERS.test(path)
}

const ADMINS = '(?:an? |the )?(?:system |site |global |super |org(?:ani[sz]ation)? )?-?admin(?:istrator)?s?'

/** Sentences about the operation itself, and not about a field or a part of what it does. */
const FOR_ADMINS = new RegExp(
  String.raw`(?:^|[.!([\n*] {0,3})(?:` +
    [
      String.raw`${ADMINS}[ -]only\b`,
      String.raw`only (?:for|by) ${ADMINS}\b`,
      String.raw`only ${ADMINS} (?:can|may|are allowed to) (?:call|use|access|do|perform|invoke) (?:this|it)\b`,
      String.raw`(?:only )?(?:available|accessible|restricted|reserved|allowed)(?: only)? (?:to|for) ${ADMINS}\b`,
      String.raw`(?:requires|needs) ${ADMINS} (?:role|rights|privileges?|permissions?|access)\b`,
      String.raw`this (?:operation|endpoint|call|method|api|action) (?:is|requires|can be) (?:only )?(?:available to |restricted to |reserved for |for |called by |used by )?${ADMINS}\b`,
    ].join('|') +
    ')',
  'i',
)

/** Characters of a description in which it says for whom the operation is. */
const HEAD = 500

function isSaidToBeForAdmins({ summary = '', description = '' }: Operation): boolean {
  return [summary, description].some((text) => {
    const head = text.slice(0, HEAD)
    // compiling the large pattern takes longer than most runs, and few texts have the word
    return /admin/i.test(head) && FOR_ADMINS.test(head)
  })
}
