import { append } from '../append.ts'
import type { Node } from '../source/node.ts'
import { type ComposedSchema, composedOf, MOST_COMPOSED, MOST_TOGETHER } from './composed.ts'
import type { ContainedSchema, Property, Schema, SchemaUse } from './concepts.ts'
import type { ModelContext } from './context.ts'
import { APPLIED, APPLIED_SEVERAL, CHOICE, CLOSING, COMPOSITION, MADE, madeOf, sizeOf } from './made-of.ts'
import { PropertyView } from './property.ts'
import type { View } from './view.ts'

/** Schemas that are gone through faster than it is looked up what they have. */
const FEW = 8

const NOTHING: readonly never[] = []

const WHOLE = { isAlone: false, isCut: false }
const CUT = { isAlone: false, isCut: true }
const ALONE = { isAlone: true, isCut: true }

/** Fields that hold a schema without a name of its own. */
const FIELDS: ReadonlySet<string> = new Set(['schema', 'itemSchema', 'payload', 'headers', 'query', 'key'])

/** Where descriptions hold what is no component, deeper than two levels down. */
const OPERATIONS: ReadonlySet<string> = new Set(['paths', 'webhooks', 'channels', 'operations'])

/** Reads schemas, each node once, and keeps who uses them. */
export class SchemaReader {
  readonly #context: ModelContext
  readonly #schemas = new Map<unknown, SchemaView>()
  #places: ReadonlySet<Node> | undefined
  #left = MOST_TOGETHER
  /** Who uses which schema; asked for only when a rule wants it. */
  uses: (schema: Schema) => readonly SchemaUse[] = () => []

  constructor(context: ModelContext) {
    this.#context = context
  }

  /** Every schema read so far. */
  get all(): readonly SchemaView[] {
    return [...new Set(this.#schemas.values())]
  }

  /** True for a place at which the specification expects a schema. */
  isSchema(node: Node): boolean {
    this.#places ??= new Set(this.#context.graph.nodes('schema'))
    return this.#places.has(node)
  }

  /** Whether schemas have used up what all may be put together of. */
  get isSpent(): boolean {
    return this.#left <= 0
  }

  /** Takes what a schema is put together of from what all may be. */
  spend(size: number): void {
    this.#left -= size
  }

  read(node: Node | undefined): SchemaView | undefined {
    if (!node) return undefined
    const view = this.#context.view(node)
    if (!view) return undefined
    // keyed by value: a schema that YAML aliases show at two places is one schema
    const key = view.layers[0]?.value
    const known = this.#schemas.get(key)
    if (known) return known
    const schema = new SchemaView(this.#context, view)
    this.#schemas.set(key, schema)
    return schema
  }
}

/** See {@link Schema}. Everything is worked out when asked for. */
export class SchemaView implements Schema, ComposedSchema<SchemaView> {
  readonly concept = 'schema'
  readonly view: View
  readonly #context: ModelContext
  #properties: readonly Property[] | undefined
  #listed: readonly PropertyView[] | undefined
  #names: ReadonlySet<string> | undefined
  #types: readonly string[] | undefined
  #isWhole: boolean | undefined
  #isClosed: boolean | undefined
  #members: readonly SchemaView[] | undefined
  #parts: readonly SchemaView[] | undefined
  /** Of {@link MADE}, below 0 until somebody asks. */
  #made = -1
  #composed: ReturnType<typeof composedOf<SchemaView>> | undefined
  #isCut: boolean | undefined
  #whole: { readonly isAlone: boolean; readonly isCut: boolean } | undefined
  #size: number | undefined
  #keywords: ReadonlySet<string> | undefined
  #applied: readonly SchemaView[] | undefined
  #contained: readonly ContainedSchema[] | undefined
  #mapped: readonly SchemaView[] | undefined
  #alternatives: readonly (readonly SchemaView[])[] | undefined

  constructor(context: ModelContext, view: View) {
    this.#context = context
    this.view = view
  }

  get node(): Node {
    return this.view.node
  }

  get written(): Node {
    return this.view.layers[0] as Node
  }

  get name(): string | undefined {
    const { node } = this
    const section = node.parent?.key
    const isComponent = section === 'schemas' || section === 'definitions' || node.key === ''
    return isComponent || this.#isComponentElsewhere(node) ? this.#context.graph.nameOf(node) : undefined
  }

  /** In another file, every schema is a component that is no part of another one, nor of an operation. */
  #isComponentElsewhere({ file, key, path, parent }: Node): boolean {
    if (file === this.#context.graph.root.file || FIELDS.has(key)) return false
    if (path.length > 2 && OPERATIONS.has(path[0] ?? '')) return false
    const holders = [parent, parent?.key === '$defs' ? undefined : parent?.parent]
    return !holders.some((each) => each && this.#context.schemas.isSchema(each))
  }

  /** The names that lead to it: `schema User properties email`; not those of whoever was read first. */
  get identity(): string {
    const names: string[] = JSON.parse(`[${this.#context.graph.placeOf(this.written)}]`)
    return names[0] === 'schema' ? names.join(' ') : `schema ${names.join(' ')}`
  }

  get types(): readonly string[] {
    this.#types ??= this.#readTypes()
    return this.#types
  }

  #readTypes(): readonly string[] {
    const type = this.view.get('type')?.value
    const listed = typeof type === 'string' ? [type] : Array.isArray(type) ? type : []
    const types = listed.filter((item): item is string => typeof item === 'string')
    return this.view.isTrue('nullable') && !types.includes('null') ? [...types, 'null'] : types
  }

  get format(): string | undefined {
    return this.view.string('format')
  }

  get items(): SchemaView | undefined {
    return this.child('items') ?? this.#context.schemas.read(this.view.get('items'))
  }

  get isClosed(): boolean {
    this.#isClosed ??= isClosed(this)
    return this.#isClosed
  }

  /** True when this schema itself, apart from its members, accepts no property that is not listed. */
  get closesItself(): boolean {
    return this.#isMadeOf(MADE.closing) && CLOSING.some((key) => this.written.child(key)?.value === false)
  }

  get alternatives(): readonly (readonly SchemaView[])[] {
    this.#alternatives ??= this.#everywhere((schema) => schema.#ownAlternatives)
    return this.#alternatives
  }

  get #ownAlternatives(): readonly (readonly SchemaView[])[] {
    if (!this.#isMadeOf(MADE.choice)) return NOTHING
    return CHOICE.map((keyword) => this.listUnder(keyword)).filter((members) => members.length > 0)
  }

  #isMadeOf(what: number): boolean {
    if (this.#made < 0) this.#made = madeOf(this.written)
    return (this.#made & what) !== 0
  }

  get uses(): readonly SchemaUse[] {
    return this.#context.schemas.uses(this)
  }

  own(keyword: string): Node | undefined {
    return this.written.child(keyword)
  }

  get parts(): readonly SchemaView[] {
    this.#parts ??= this.isAlone ? NOTHING : this.#readParts()
    return this.#parts
  }

  #readParts(): readonly SchemaView[] {
    const { targets } = this
    if (!this.#isMadeOf(MADE.allOf)) return targets
    return [...this.listUnder('allOf'), ...targets]
  }

  /** The schema under a keyword of this one. */
  child(key: string): SchemaView | undefined {
    return this.#context.schemas.read(this.written.child(key))
  }

  /** The schemas in a list or mapping under a keyword of this one. */
  childrenUnder(key: string): readonly SchemaView[] {
    const schemas: SchemaView[] = []
    for (const child of this.written.child(key)?.children() ?? []) {
      const schema = this.#context.schemas.read(child)
      if (schema) schemas.push(schema)
    }
    return schemas
  }

  /** Schemas that hold for the same or for contained values, beside properties and members. */
  get applied(): readonly SchemaView[] {
    this.#applied ??= this.#readApplied()
    return this.#applied
  }

  #readApplied(): readonly SchemaView[] {
    if (!this.#isMadeOf(MADE.applied)) return NOTHING
    const found: SchemaView[] = []
    // by the keys that are there: there are many more that could be
    for (const key of Object.keys(this.written.value as object)) {
      if (APPLIED.has(key))
        append(
          found,
          [this.child(key)].filter((schema) => schema !== undefined),
        )
      else if (APPLIED_SEVERAL.has(key)) append(found, this.childrenUnder(key))
    }
    return found
  }

  /** Schemas that hold for the same value: what `$ref` with siblings leads to, and the members of `allOf`, `oneOf` and `anyOf`. */
  get members(): readonly SchemaView[] {
    return this.isAlone ? NOTHING : this.#written()
  }

  #written(): readonly SchemaView[] {
    this.#members ??= this.#readMembers()
    return this.#members
  }

  #readMembers(): readonly SchemaView[] {
    const { targets } = this
    if (!this.#isMadeOf(MADE.allOf | MADE.choice)) return targets
    return [...COMPOSITION.flatMap((keyword) => this.listUnder(keyword)), ...targets]
  }

  /** True when it is taken for what it says itself, because all schemas together are put together of too much. */
  get isAlone(): boolean {
    return this.#measured().isAlone
  }

  #measured(): { readonly isAlone: boolean; readonly isCut: boolean } {
    this.#whole ??= this.#measure()
    return this.#whole
  }

  #measure(): { readonly isAlone: boolean; readonly isCut: boolean } {
    if (this.#written().length === 0) return WHOLE
    if (this.#context.schemas.isSpent) return ALONE
    const { found, isCut } = composedOf<SchemaView>(this, (schema) => schema.#written())
    this.#context.schemas.spend(found.reduce((sum, { size }) => sum + size, 0))
    return isCut ? CUT : WHOLE
  }

  /** See {@link sizeOf}. */
  get size(): number {
    this.#size ??= sizeOf(this.written.value as object)
    return this.#size
  }

  /** The schemas in a list under a keyword of this one; none when it is no list. */
  listUnder(keyword: string): readonly SchemaView[] {
    return this.written.child(keyword)?.isList ? this.childrenUnder(keyword) : []
  }

  /** What `$ref` with siblings, or `$dynamicRef`, leads to. */
  get targets(): readonly SchemaView[] {
    if (this.view.layers.length < 2 && !this.#isMadeOf(MADE.dynamic)) return NOTHING
    const target = this.#context.schemas.read(this.view.layers[1] ?? this.#dynamicTarget())
    return target ? [target] : NOTHING
  }

  /** Where `$dynamicRef` leads when nothing outside overrides it (JSON Schema 2020-12, section 8.2.3.2). */
  #dynamicTarget(): Node | undefined {
    const reference = this.written.child('$dynamicRef')
    if (reference?.string === undefined) return undefined
    const target = this.#context.graph.lookUp(reference, reference.string)
    if (!target) this.#context.unreadable(reference, `\`${reference.string}\` leads nowhere.`)
    return target
  }

  get contained(): readonly ContainedSchema[] {
    this.#contained ??= this.#collectContained()
    return this.#contained
  }

  #collectContained(): readonly ContainedSchema[] {
    if (this.members.length === 0 && !this.#isMadeOf(MADE.applied | MADE.mapping)) return NOTHING
    const found: ContainedSchema[] = []
    const seen = new Set<SchemaView>()
    const stack = [{ schema: this as SchemaView, isBase: false, depth: 0 }]
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { schema, isBase, depth } = next
      if (seen.has(schema) || depth > MOST_COMPOSED) continue
      seen.add(schema)
      append(found, schema.#ownContained())
      // a `Dog` that is built on `Pet` is no `Cat`, although `Pet` can be one
      if (!isBase)
        append(
          found,
          schema.mapped.map((each) => ({ keyword: 'discriminator', schema: each })),
        )
      const bases = new Set(schema.listUnder('allOf'))
      append(
        stack,
        schema.members
          .map((member) => ({ schema: member, isBase: isBase || bases.has(member), depth: depth + 1 }))
          .reverse(),
      )
    }
    return found
  }

  #ownContained(): readonly ContainedSchema[] {
    if (!this.#isMadeOf(MADE.applied)) return NOTHING
    const found: ContainedSchema[] = []
    for (const keyword of Object.keys(this.written.value as object)) {
      const one = APPLIED.has(keyword) ? this.child(keyword) : undefined
      const several = APPLIED_SEVERAL.has(keyword) ? this.childrenUnder(keyword) : []
      for (const schema of one ? [one] : several) found.push({ keyword, schema })
    }
    return found
  }

  /** What can stand in the place of this schema, as the `mapping` of its discriminator says. */
  get mapped(): readonly SchemaView[] {
    this.#mapped ??= this.#readMapped()
    return this.#mapped
  }

  #readMapped(): readonly SchemaView[] {
    if (!this.#isMadeOf(MADE.mapping)) return NOTHING
    const found: SchemaView[] = []
    for (const entry of this.written.child('discriminator')?.child('mapping')?.children() ?? []) {
      const { string } = entry
      if (string === undefined) continue
      // a name of a component or a reference (OpenAPI 3.1.1, Discriminator Object)
      const { graph, schemas } = this.#context
      const byName = /^[\w.-]+$/.test(string)
        ? graph.lookUp(entry, `#/components/schemas/${string}`)
        : undefined
      const target = byName ?? graph.lookUp(entry, string)
      const schema = target?.isObject ? schemas.read(target) : undefined
      if (schema && schema !== this) found.push(schema)
    }
    return found
  }

  all(keyword: string): readonly Node[] {
    const { holding } = this
    if (holding.length === 1) {
      const node = this.written.child(keyword)
      return node ? [node] : NOTHING
    }
    if (!this.#mayHave(keyword, holding)) return NOTHING
    let found: Node[] | undefined
    for (const { written } of holding) {
      const node = written.child(keyword)
      if (!node) continue
      if (found) found.push(node)
      else found = [node]
    }
    return found ?? NOTHING
  }

  /** False when a schema that is composed of many has a keyword nowhere. */
  #mayHave(keyword: string, holding: readonly SchemaView[]): boolean {
    if (holding.length < FEW) return true
    this.#keywords ??= new Set(holding.flatMap(({ written }) => Object.keys(written.value as object)))
    return this.#keywords.has(keyword)
  }

  /** The schemas that hold for every value: this one, behind `$ref`, and in members of `allOf`. */
  get holding(): readonly SchemaView[] {
    return this.#together.found
  }

  get #together(): ReturnType<typeof composedOf<SchemaView>> {
    this.#composed ??= composedOf<SchemaView>(this, 'parts')
    return this.#composed
  }

  /** True when so much is put together that what lies beyond {@link MOST_COMPOSED} is not looked at. */
  get isCut(): boolean {
    if (this.#written().length === 0) return false
    this.#isCut ??= this.isAlone || this.#measured().isCut || this.#together.isCut
    return this.#isCut
  }

  /** What is found in the schemas that hold for every value. */
  #everywhere<Found>(look: (schema: SchemaView) => readonly Found[]): readonly Found[] {
    const found: Found[] = []
    for (const schema of this.holding) append(found, look(schema))
    return found
  }

  /** Properties that the schema itself lists; those behind its `$ref` are among its members'. */
  get ownProperties(): readonly PropertyView[] {
    this.#listed ??= this.#readListed()
    return this.#listed
  }

  #readListed(): readonly PropertyView[] {
    const list = this.written.child('properties')
    if (!list) return NOTHING
    const properties: PropertyView[] = []
    for (const entry of this.#context.view(list)?.entries() ?? NOTHING) {
      const schema = this.#context.schemas.read(entry)
      if (schema) properties.push(new PropertyView(this.#context, entry, schema, this))
    }
    return properties
  }

  get properties(): readonly Property[] {
    this.#properties ??=
      this.members.length === 0
        ? this.ownProperties
        : this.#composing().flatMap((schema) => schema.ownProperties)
    return this.#properties
  }

  get propertyNames(): ReadonlySet<string> {
    this.#names ??= new Set(this.#composing().flatMap((schema) => schema.ownNames))
    return this.#names
  }

  /** Keys under `properties`, whatever stands there. */
  get ownNames(): readonly string[] {
    const list = this.#context.view(this.written.child('properties'))
    return list?.entries().map(({ key }) => key) ?? NOTHING
  }

  get isWhole(): boolean {
    this.#isWhole ??= !this.isCut && this.#composing().every((schema) => schema.#readsAllMembers)
    return this.#isWhole
  }

  get #readsAllMembers(): boolean {
    const isRead = (node: Node) => !node.isObject || this.#context.view(node) !== undefined
    // beside other keywords it would be a layer of its own
    if (this.written.child('$ref')?.string !== undefined && this.written === this.node) return false
    if (this.written.child('$dynamicRef') && this.targets.length === 0) return false
    if (!this.#isMadeOf(MADE.allOf | MADE.choice)) return true
    return COMPOSITION.every((keyword) => {
      const list = this.written.child(keyword)
      return !list?.isList || list.children().every(isRead)
    })
  }

  /** This schema and all members, and theirs. */
  #composing(): readonly SchemaView[] {
    return composedOf<SchemaView>(this, 'members').found
  }
}

/** Whether what holds for all values closes the schema, or every one of the schemas that are to choose from does. */
function isClosed({ holding }: SchemaView): boolean {
  return holding.some((schema) => schema.closesItself || choosesClosed(schema))
}

function choosesClosed(schema: SchemaView): boolean {
  return CHOICE.some((keyword) => {
    const choices = schema.listUnder(keyword)
    return choices.length > 0 && choices.every((choice) => choice.closesItself)
  })
}
