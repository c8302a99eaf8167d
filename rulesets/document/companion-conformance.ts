import { type At, type Format, type Node, nearest } from '@specward/core'
import { shown } from '../schemas/values.ts'
import { listedAs, readable } from '../wording.ts'
import { ARAZZO, type Content, type Form, type Forms, OVERLAY } from './companion-forms.ts'

export interface Departure {
  readonly at: At
  readonly message: string
  readonly discriminator: string
  /** The name that was probably meant, where the one that is written is not known. */
  readonly meant?: string | undefined
}

interface Task {
  readonly node: Node
  readonly content: Content
}

/**
 * Where an overlay or an Arazzo description departs from its specification: fields that it does not know, those that
 * lack, and values of another type. Undefined for other formats.
 */
export function departuresOf(root: Node, format: Format, version: string): readonly Departure[] | undefined {
  if (format !== 'overlay1' && format !== 'arazzo1') return undefined
  return new Reader(format === 'overlay1' ? OVERLAY : ARAZZO, format, version).read(root)
}

class Reader {
  readonly #forms: Forms
  readonly #specification: string
  readonly #version: string
  readonly #found: Departure[] = []
  readonly #ahead: Task[] = []

  constructor(forms: Forms, format: Format, version: string) {
    this.#forms = forms
    this.#version = /^\d+\.\d+/.exec(version)?.[0] ?? '1.0'
    this.#specification = `${format === 'overlay1' ? 'Overlay' : 'Arazzo'} ${this.#version}`
  }

  read(root: Node): readonly Departure[] {
    // an anchor of YAML may stand for one object at many places
    const seen = new Map<object, Set<Content>>()
    this.#ahead.push({ node: root, content: { holds: 'one', form: 'root' } })
    for (let task = this.#ahead.pop(); task; task = this.#ahead.pop()) {
      const { node, content } = task
      const { value } = node
      if (typeof value === 'object' && value !== null) {
        const known = seen.get(value) ?? new Set()
        if (known.has(content)) continue
        seen.set(value, known.add(content))
      }
      const wanted = wantedOf(content)
      if (!fits(value, content)) {
        const quotes = wanted === 'a text' && typeof value === 'number' ? ': put it in quotes' : ''
        this.#tell(node, `${subjectOf(node)} is ${kindOf(value)}, but must be ${wanted}${quotes}.`, 'type')
      } else if (typeof content === 'object') this.#enter(node, content)
    }
    return this.#found
  }

  #enter(node: Node, { holds, form, atLeastOne }: Exclude<Content, string>): void {
    if (holds === 'one') {
      // many tools put documents together of several files
      if (node.child('$ref')?.string !== undefined) return
      const plain = this.#forms[form]
      const reusable = plain?.reusable && node.child('reference') ? this.#forms.reusable : undefined
      const found = reusable ?? plain
      if (found) this.#object(node, found)
      return
    }
    const children = [...node.children()].filter(({ key }) => holds === 'list' || !key.startsWith('x-'))
    if (atLeastOne && children.length === 0)
      this.#tell(node, `${subjectOf(node)} is empty, but must have at least one item.`, 'empty')
    this.#push(children.map((child) => ({ node: child, content: { holds: 'one', form } })))
  }

  #object(node: Node, form: Form): void {
    const { fields, required, oneOf = [], since = {} } = form
    const names = Object.keys(fields)
    const unknown = [...node.children()].filter(
      ({ key }) =>
        !key.startsWith('x-') && (!Object.hasOwn(fields, key) || isLater(since, key, this.#version)),
    )
    const there = new Set([...node.children()].map(({ key }) => key))
    // a misspelt field is told by the name that it has
    const meant = new Map(
      unknown.map(({ key }) => [
        key,
        nearest(
          key,
          names.filter((name) => !there.has(name)),
        ),
      ]),
    )
    for (const child of unknown) this.#unknown(child, form, meant.get(child.key))
    const misspelt = new Set(meant.values())
    const lacks = (name: string) => !there.has(name) && !misspelt.has(name)
    for (const name of required.filter(lacks)) {
      const message = `${subjectOf(node, form)} lacks \`${name}\`, which ${this.#specification} requires.`
      this.#tell(node, message, `required ${name}`)
    }
    this.#choice(node, form, oneOf, misspelt)
    const known = [...node.children()].filter((child) => !unknown.includes(child))
    this.#push(
      known.flatMap((child) => {
        const content = Object.hasOwn(fields, child.key) ? fields[child.key] : undefined
        return content === undefined ? [] : [{ node: child, content }]
      }),
    )
  }

  #unknown(child: Node, { name, since = {} }: Form, meant: string | undefined): void {
    const later = Object.hasOwn(since, child.key) ? since[child.key] : undefined
    const message =
      later === undefined
        ? `Unknown field \`${readable(child.key)}\` in ${name}${meant === undefined ? '.' : `; did you mean \`${meant}\`?`}`
        : `\`${child.key}\` came with version ${later} and is unknown to ${this.#specification}, which the document names.`
    this.#tell({ node: child, part: 'key' }, message, `unknown ${child.key}`, later ? undefined : meant)
  }

  #choice(node: Node, form: Form, names: readonly string[], misspelt: ReadonlySet<unknown>): void {
    if (names.length === 0) return
    const there = names.filter((name) => node.child(name) !== undefined)
    const [, second] = there.map((name) => node.child(name))
    if (there.length === 0 && !names.some((name) => misspelt.has(name))) {
      const message = `${subjectOf(node, form)} lacks ${listedAs('or', names)}: ${this.#specification} requires one of them.`
      this.#tell(node, message, `required ${names.join(' ')}`)
    } else if (second) {
      const message = `${subjectOf(node, form)} has ${listedAs('and', there)}, of which only one is allowed.`
      this.#tell({ node: second, part: 'key' }, message, 'several')
    }
  }

  /** In the order of the document. */
  #push(tasks: readonly Task[]): void {
    for (let index = tasks.length - 1; index >= 0; index--) this.#ahead.push(tasks[index] as Task)
  }

  #tell(at: At, message: string, discriminator: string, meant?: string): void {
    this.#found.push({ at, message, discriminator, meant })
  }
}

function isLater(since: Readonly<Record<string, string>>, key: string, version: string): boolean {
  return Object.hasOwn(since, key) && version < (since[key] ?? '')
}

function fits(value: unknown, content: Content): boolean {
  if (content === 'any') return true
  if (content === 'text') return typeof value === 'string'
  if (content === 'flag') return typeof value === 'boolean'
  if (content === 'number') return typeof value === 'number'
  if (content === 'texts') return Array.isArray(value)
  if (content.holds === 'list') return Array.isArray(value)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wantedOf(content: Content): string {
  if (content === 'flag') return '`true` or `false`'
  if (content === 'number') return 'a number'
  if (content === 'texts' || (typeof content === 'object' && content.holds === 'list')) return 'a list'
  return typeof content === 'object' ? 'an object' : 'a text'
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'number' ? `the number ${shown(value)}` : shown(value)
}

/** At the beginning of a sentence: "The overlay", "Step `login`", "Item 2 of `actions`", "`info`". */
function subjectOf(node: Node, form?: Form): string {
  const { parent, key } = node
  if (!parent) return form ? form.name.replace(/^t/, 'T') : 'The document'
  for (const [field, noun] of [
    ['stepId', 'Step'],
    ['workflowId', 'Workflow'],
  ] as const) {
    const name = node.child(field)?.string
    if (name !== undefined && parent.isList) return `${noun} \`${readable(name)}\``
  }
  return parent.isList ? `Item ${Number(key) + 1} of \`${readable(parent.key)}\`` : `\`${readable(key)}\``
}
