import { isObject, own } from '../json.ts'
import { didYouMean } from '../policy/suggest.ts'
import type { Problem, ProblemCode } from '../problem.ts'
import type { Node } from '../source/node.ts'
import type { Format } from '../spec/format.ts'
import {
  isDecisive,
  type Kind,
  kindName,
  type Shape,
  shape as shapeFor,
  shapesOf,
  siblingsCount,
} from '../spec/grammar.ts'
import { operationKeys } from '../spec/operation-keys.ts'
import { isForeignSchema, isWrappedSchema } from '../spec/schema-format.ts'
import { type OpenReference, ReferenceTable, refOf } from './references.ts'

const FOREIGN = shapeFor('foreign', 'one')
const SCHEME = shapeFor('securityScheme', 'one')

/** What a requirement names by address rather than by name: with a slash, a fragment, a scheme, or as a file. */
const SCHEME_URI = /[/#:]|\.(?:ya?ml|json)$/i

/**
 * Goes through a description along the grammar of its specification, each object once, and collects what it meets:
 * the objects of each kind, the references (those that the specification knows, never a `$ref` in example data), and
 * shapes that cannot be read.
 */
export class Walk {
  readonly references = new ReferenceTable()
  readonly problems: Problem[] = []
  readonly #format: Format
  readonly #nodes = new Map<Kind, Node[]>()
  readonly #seen = new Map<object, Shape>()
  readonly #seenOtherwise = new Map<object, Set<Shape>>()
  /** What is still to be visited; two lists side by side, as this is the busiest loop of all. */
  readonly #nodesAhead: Node[] = []
  readonly #shapesAhead: Shape[] = []
  #found: OpenReference[] = []
  readonly #step: () => void

  /** @param step called before each node; what it throws ends the walk */
  constructor(format: Format, step: () => void = () => undefined) {
    this.#format = format
    this.#step = step
  }

  nodes(kind: Kind): readonly Node[] {
    return this.#nodes.get(kind) ?? []
  }

  /** Visits everything that can be reached without following a reference; returns the references that were met. */
  visit(node: Node, shape: Shape): readonly OpenReference[] {
    this.#nodesAhead.push(node)
    this.#shapesAhead.push(shape)
    for (let next = this.#nodesAhead.pop(); next; next = this.#nodesAhead.pop()) {
      this.#step()
      this.#enter(next, this.#shapesAhead.pop() as Shape)
    }
    const found = this.#found
    this.#found = []
    return found
  }

  problem(
    code: ProblemCode,
    decisive: boolean,
    message: string,
    at: Node,
    part: 'key' | 'value' = 'value',
  ): void {
    const span = at.span?.[part] ?? at.span?.value
    this.problems.push({
      code,
      severity: decisive ? 'error' : 'warn',
      message,
      uri: at.file.uri,
      ...(span ? { span } : {}),
    })
  }

  #enter(node: Node, shape: Shape): void {
    const value = node.value
    if (value === undefined) return
    // Protobuf and RAML are texts, a union of Avro is a list
    if (shape === FOREIGN && !isObject(value)) return
    if (value === null) this.#enterNull(node, shape)
    else if (typeof value !== 'object') this.#enterScalar(node, shape)
    else if (!this.#wasHere(value, shape) && !this.#isOnlyReference(node, shape))
      this.#enterContent(node, shape)
  }

  /** Notes the reference that a node holds; true when nothing beside `$ref` counts. */
  #isOnlyReference(node: Node, shape: Shape): boolean {
    const ref = refOf(node.value)
    if (ref === undefined) {
      const odd = shape.form === 'one' ? node.child('$ref') : undefined
      if (odd) {
        const message = `\`$ref\` must be a URI reference in a string, not ${describe(odd.value)}.`
        this.problem('ref-invalid', isDecisive(shape.kind), message, odd)
      }
      return odd !== undefined
    }
    if (shape.form === 'list' || shape.kind === 'securityRequirement') {
      // no specification has a Reference Object here, and nothing that reads the model would follow it
      this.#mismatch(node, shape)
      return true
    }
    const reference = this.references.add(node, ref, shape)
    if (reference) this.#found.push(reference)
    return shape.form !== 'one' || !siblingsCount(this.#format, shape.kind)
  }

  #enterContent(node: Node, shape: Shape): void {
    const { kind, form } = shape
    if (form === 'one' || (form === 'one-or-list' && !node.isList))
      this.#enterOne(node, shapeFor(kind, 'one'))
    else if (form === 'one-or-list' || node.isList === (form === 'list')) this.#enterItems(node, kind)
    else this.#mismatch(node, shape)
  }

  #enterItems(node: Node, kind: Kind): void {
    const shape = shapeFor(kind, 'one')
    const keys = Object.keys(node.value as object)
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index] as string
      if (kind === 'securityScheme' && key.startsWith('x-')) continue
      this.#push(node.child(key), shape)
    }
  }

  #enterOne(node: Node, shape: Shape): void {
    if (!isObject(node.value)) {
      this.#mismatch(node, shape)
      return
    }
    const kind = this.#kindOf(node, shape.kind)
    this.#collect(node, kind)
    if (kind === 'securityRequirement') this.#enterRequirement(node)
    if (kind === 'pathItem' || kind === 'channel') this.#checkOperationKeys(node, kind)
    const { fields, rest } = shapesOf(this.#format, kind)
    if (fields.size === 0 && !rest) return
    // backwards: what is pushed last comes first
    const keys = Object.keys(node.value)
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index] as string
      const inner = fields.get(key) ?? (rest && !key.startsWith('x-') ? rest : undefined)
      if (inner) this.#push(node.child(key), this.#refine(node, kind, key, inner))
    }
  }

  #push(node: Node | undefined, shape: Shape): void {
    if (!node) return
    this.#nodesAhead.push(node)
    this.#shapesAhead.push(shape)
  }

  #collect(node: Node, kind: Kind): void {
    const known = this.#nodes.get(kind)
    if (known) known.push(node)
    else this.#nodes.set(kind, [node])
  }

  /** AsyncAPI 3: a schema may be wrapped together with the name of its language (Multi Format Schema Object). */
  #kindOf(node: Node, kind: Kind): Kind {
    const mayBeWrapped = kind === 'schema' && this.#format === 'asyncapi3'
    return mayBeWrapped && isWrappedSchema(node.value) ? 'multiFormatSchema' : kind
  }

  /** The payload of a message has no structure where it is written in another schema language. */
  #refine(node: Node, kind: Kind, key: string, shape: Shape): Shape {
    if (kind !== 'message' && kind !== 'multiFormatSchema') return shape
    const isPayload = key === (kind === 'message' ? 'payload' : 'schema')
    return isPayload && isForeignSchema(own(node.value, 'schemaFormat')) ? FOREIGN : shape
  }

  /** A misspelt method hides an operation; so does one that this version does not know. */
  #checkOperationKeys(node: Node, kind: 'pathItem' | 'channel'): void {
    const known = operationKeys(this.#format)
    if (!known) return
    for (const child of node.children()) {
      if (!child.isObject || child.key.startsWith('x-') || known.all.has(child.key)) continue
      const hint = didYouMean(child.key, known.operations)
      if (kind === 'channel' && hint === '') continue
      this.problem(
        'unexpected-shape',
        true,
        `\`${child.key}\` is no operation that ${known.specification} knows, and was not reviewed.${hint}`,
        child,
        'key',
      )
    }
  }

  #enterRequirement(node: Node): void {
    for (const child of node.children()) {
      if (child.value === null) continue
      if (!Array.isArray(child.value)) {
        this.problem(
          'unexpected-shape',
          true,
          `The scopes of security requirement \`${child.key}\` must be a list (\`[]\` when there are none), not ${describe(child.value)}.`,
          child,
        )
      } else if (this.#format === 'oas3.2' && SCHEME_URI.test(child.key) && !this.#isSchemeName(child.key)) {
        // OpenAPI 3.2, Security Requirement Object: a key that names no component is a URI of a scheme
        const reference = this.references.add(child, child.key, SCHEME)
        if (reference) this.#found.push(reference)
      }
    }
  }

  #isSchemeName(name: string): boolean {
    const [root] = this.nodes('document')
    return root?.at('components', 'securitySchemes', name) !== undefined
  }

  /** A key without a value reads as absent, except where absence and emptiness mean different things. */
  #enterNull(node: Node, shape: Shape): void {
    const isItem = shape.form === 'one' && node.parent?.isList === true
    const matters =
      isItem ||
      (shape.kind === 'securityRequirement' && shape.form === 'list') ||
      (shape.form === 'one' && (shape.kind === 'securityScheme' || shape.kind === 'operation')) ||
      shape.kind === 'server'
    if (matters) this.#mismatch(node, shape)
  }

  #enterScalar(node: Node, shape: Shape): void {
    if (typeof node.value === 'boolean' && shape.kind === 'schema' && shape.form !== 'map') return
    this.#mismatch(node, shape)
  }

  #mismatch(node: Node, shape: Shape): void {
    const name = node.key === '' ? 'The document' : `\`${nameIn(node)}\``
    const expected =
      shape.form === 'list'
        ? `a list of ${plural(kindName(shape.kind))}`
        : shape.form === 'map'
          ? `a mapping of names to ${plural(kindName(shape.kind))}`
          : `${article(kindName(shape.kind))} object`
    this.problem(
      'unexpected-shape',
      isDecisive(shape.kind),
      `${name} must be ${expected}, not ${describe(node.value)}; nothing below it was reviewed.`,
      node,
    )
  }

  /** Most objects are met in one shape; those that are met in another are kept apart. */
  #wasHere(value: object, as: Shape): boolean {
    const before = this.#seen.get(value)
    if (before === undefined) {
      this.#seen.set(value, as)
      return false
    }
    if (before === as) return true
    const others = this.#seenOtherwise.get(value)
    if (others?.has(as)) return true
    this.#seenOtherwise.set(value, new Set(others).add(as))
    return false
  }
}

/** A key, or for a list item that of the list with the index: `servers[0]`. */
function nameIn(node: Node): string {
  return node.parent?.isList ? `${node.parent.key}[${node.key}]` : node.key
}

function describe(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`
}

/** `an operation`, `a schema`. */
export function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`
}

function plural(noun: string): string {
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`
}
