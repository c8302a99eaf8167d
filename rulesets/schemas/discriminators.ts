import type { Model, Node, Schema } from '@specward/core'
import { buildersOf, schemaAt } from './families.ts'
import { declaredTypes } from './types.ts'

/** The property that tells which schema an object is of. */
export interface Discriminator {
  /** Where its name is written. */
  readonly node: Node
  readonly name: string
}

/** OpenAPI 2.0 and AsyncAPI write the name alone, OpenAPI 3 an object that holds it. */
export function discriminatorOf({ written }: Schema): Discriminator | undefined {
  const node = written.child('discriminator')
  const named = node?.isObject ? node.child('propertyName') : node
  return named?.string === undefined || named.string === '' ? undefined : { node: named, name: named.string }
}

/** The schemas that objects can be of: branches to choose from, else the schema itself and what is built with it. */
export function candidatesOf(schema: Schema, model: Model): readonly Schema[] {
  const branches = branchesOf(schema)
  if (branches.length === 0) return [schema, ...buildersOf(schema, model)]
  const found = new Set<Schema>()
  const ahead = [...branches]
  for (let branch = ahead.shift(); branch; branch = ahead.shift()) {
    const candidate = schemaAt(model.resolve(branch) ?? branch, model)
    if (!candidate || found.has(candidate)) continue
    found.add(candidate)
    // a branch that is a choice itself stands for its own branches
    if (!candidate.written.child('properties')) ahead.push(...branchesOf(candidate))
  }
  return [...found].filter((each) => each.written.child('properties') || branchesOf(each).length === 0)
}

function branchesOf({ written }: Schema): readonly Node[] {
  return ['oneOf', 'anyOf'].flatMap((key) => {
    const list = written.child(key)
    return list?.isList ? [...list.children()] : []
  })
}

/** Whether a schema says enough of its properties to tell that it lacks one. */
export function lacks({ propertyNames, isWhole }: Schema, name: string): boolean {
  return isWhole && propertyNames.size > 0 && !propertyNames.has(name)
}

/** Whether what could not be read decides if a schema has a property. */
export function mayHave({ propertyNames, isWhole }: Schema, name: string): boolean {
  return !isWhole && !propertyNames.has(name)
}

/** Whether what is declared under a name can be no text. */
export function isNoText(schema: Schema, name: string): boolean {
  const declared = schema.properties.filter((property) => property.name === name)
  return (
    declared.length > 0 &&
    declared.every((property) => {
      const types = declaredTypes(property.schema)?.types
      return types !== undefined && types.size > 0 && !types.has('string')
    })
  )
}

/**
 * Entries of `mapping` that lead to no schema, neither in their own file nor in the document. What is in other files,
 * or behind a reference for all schemas, is not looked at.
 */
export function brokenMappings({ written }: Schema, model: Model): readonly Node[] {
  const mapping = written.at('discriminator', 'mapping')
  if (!mapping?.isObject) return []
  const { node: root } = model.document
  return [...mapping.children()].filter((entry) => {
    const { string } = entry
    if (string === undefined) return false
    const isName = /^[\w.-]+$/.test(string)
    if (isName && (entry.file !== root.file || /\.(?:ya?ml|json)$/i.test(string))) return false
    const pointer = isName ? `#/components/schemas/${string}` : string
    return pointer.startsWith('#/') && !leadsTo(root, pointer) && !leadsTo(topOf(entry), pointer)
  })
}

function topOf(node: Node): Node {
  let top = node
  while (top.parent) top = top.parent
  return top
}

/** Whether a JSON Pointer in a URI fragment leads somewhere (RFC 6901, section 6). */
function leadsTo(root: Node, fragment: string): boolean {
  let node: Node | undefined = root
  for (const part of fragment.slice(2).split('/')) {
    // what stands behind a reference on the way is not known here
    if (node?.child('$ref')) return true
    node = node?.child(decoded(part).replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return node !== undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
