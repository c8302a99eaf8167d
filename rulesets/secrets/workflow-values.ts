import { append, classifyName, type Facts, type Model, type Node, type Sensitivity } from '@specward/core'
import { fromBase64 } from './encoding.ts'
import { isPlaceholderPassword } from './placeholders.ts'

/** A credential that is written into a workflow. */
export interface WrittenCredential {
  readonly node: Node
  /** The text itself, without the scheme before it. */
  readonly secret: string
  /** Of the parameter or field. */
  readonly name: string
  /** `API key` */
  readonly term: string
  /** True where it is all of the value. */
  readonly isWhole: boolean
}

/** Arazzo 1.0.1, Runtime Expressions: what is worked out when the workflow runs, alone or within a text. */
const EXPRESSION =
  /\$(?:url|method|statusCode|request|response|message|inputs|outputs|steps|workflows|sourceDescriptions|components)\b/

/** Authentication schemes before a credential (RFC 9110, section 11.1). */
const SCHEME = /^(?:basic|bearer|digest|dpop|token|apikey)\s+/i

/** `step-key`: nobody hands out keys of nothing but words. */
const WORDS = /^[a-z]+(?:[-_ ][a-z]+)*$/

/** `"name": "value"` and `name=value` in a body that is written as text. */
const PAIRS = [/"([^"\\]{1,100})"\s*:\s*"([^"\\]{1,200})"/g, /(?:^|&)([^=&\s]{1,100})=([^&\s]{1,200})/g]

type Names = Facts['sensitiveNames']

/** Every credential that steps and workflows send as it is written there. */
export function credentialsIn(model: Model, names: Names): readonly WrittenCredential[] {
  const steps = model.nodes('step')
  return [
    ...model.nodes('argument').flatMap((argument) => inArgument(argument, names)),
    ...steps.flatMap((step) => inBody(step.child('requestBody'), names)),
    ...[model.document.node, ...model.nodes('workflow'), ...steps].flatMap((holder) =>
      inSecurity(holder, names),
    ),
    ...model.select('property').flatMap(({ name, node, sensitivity, schema }) => {
      const [value] = sensitivity?.dataClass === 'credential' ? schema.all('default') : []
      return value && isIn(value, node) ? literal(value, name, sensitivity) : []
    }),
  ]
}

function isIn(value: Node, above: Node): boolean {
  return value.parent === above
}

function inArgument(argument: Node, names: Names): readonly WrittenCredential[] {
  const name = argument.child('name')?.string
  const value = argument.child('value')
  if (name === undefined || !value) return []
  return value.string === undefined
    ? within(value, names)
    : literal(value, name, credentialNamed(name, names))
}

function inBody(body: Node | undefined, names: Names): readonly WrittenCredential[] {
  const payload = body?.child('payload')
  const replacements = [...(body?.child('replacements')?.children() ?? [])].flatMap((each) => {
    const value = each.child('value')
    const name = each
      .child('target')
      ?.string?.split(/[/.@[\]]/)
      .findLast((part) => part !== '')
    return value && name !== undefined ? literal(value, name, credentialNamed(name, names)) : []
  })
  if (!payload) return replacements
  return [
    ...(payload.string === undefined ? within(payload, names) : inText(payload, names)),
    ...replacements,
  ]
}

/** Redocly: `x-security` of a workflow or step, whose `values` are those of a security scheme. */
function inSecurity(holder: Node, names: Names): readonly WrittenCredential[] {
  const list = holder.child('x-security')
  return [...(list?.children() ?? [])].flatMap((each) => within(each.child('values'), names))
}

/** Fields of data, at any depth. */
function within(data: Node | undefined, names: Names): readonly WrittenCredential[] {
  if (!data) return []
  const found: WrittenCredential[] = []
  const seen = new Set<unknown>()
  const stack: { node: Node; name: string }[] = [{ node: data, name: '' }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, name } = next
    if (node.string !== undefined) {
      append(found, literal(node, name, credentialNamed(name, names)))
    } else if (!seen.has(node.value)) {
      seen.add(node.value)
      const below = [...node.children()].map((child) => ({
        node: child,
        name: node.isList ? name : child.key,
      }))
      for (let index = below.length - 1; index >= 0; index--)
        stack.push(below[index] as (typeof below)[number])
    }
  }
  return found
}

function inText(payload: Node, names: Names): readonly WrittenCredential[] {
  const found: WrittenCredential[] = []
  for (const pattern of PAIRS) {
    for (const [, name = '', value = ''] of (payload.string ?? '').matchAll(pattern)) {
      const sensitivity = credentialNamed(name, names)
      const secret = sensitivity && secretOf(value)
      if (sensitivity && secret !== undefined)
        found.push({ node: payload, secret, name, term: sensitivity.term, isWhole: false })
    }
  }
  return found
}

/** What a name stands for, where it is a credential. */
export function credentialNamed(name: string, names: Names): Sensitivity | undefined {
  const sensitivity = classifyName(name, names)
  return sensitivity?.dataClass === 'credential' ? sensitivity : undefined
}

function literal(
  node: Node,
  name: string,
  sensitivity: Sensitivity | undefined,
): readonly WrittenCredential[] {
  const secret = sensitivity && node.string !== undefined ? secretOf(node.string) : undefined
  if (secret !== undefined && sensitivity?.term !== 'password' && WORDS.test(secret)) return []
  if (!sensitivity || secret === undefined) return []
  return [{ node, secret, name, term: sensitivity.term, isWhole: secret === node.string }]
}

/** The credential in a value; undefined for an expression, and for what was plainly made up. */
function secretOf(value: string): string | undefined {
  if (EXPRESSION.test(value)) return undefined
  const text = value.trim()
  const secret = text.replace(SCHEME, '')
  // RFC 7617, section 2: what a user name and a password are written as
  const password = /^basic\s/i.test(text) ? /:(.*)$/s.exec(fromBase64(secret) ?? '')?.[1] : undefined
  return isPlaceholderPassword(password ?? secret) ? undefined : secret
}
