import type { Node } from '../source/node.ts'
import type { ReferenceTable } from './references.ts'
import { fileStem } from './uri.ts'

/** Where descriptions keep what has a name, beside `components`: OpenAPI 2.0 and AsyncAPI at the root. */
const AT_ROOT = [
  ...['definitions', 'parameters', 'responses', 'securityDefinitions'],
  ...['channels', 'operations', 'servers'],
]

/** Names of components, the same whichever file they have been moved to. */
export class ComponentNames {
  readonly #names = new Map<unknown, string>()

  constructor(root: Node, references: ReferenceTable) {
    const sections = [
      ...AT_ROOT.map((key) => root.child(key)),
      ...[...(root.child('components')?.children() ?? [])],
    ]
    const components = sections.flatMap((section) => [...(section?.children() ?? [])])
    for (const component of components) this.#add(component.value, component.key)
    // of several that lead to one place elsewhere, the same one names it in whichever order they stand
    for (const component of components.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
      const reference = references.at(component)
      const leadsToComponent = reference?.target && this.#names.has(reference.target.value)
      const end = leadsToComponent ? undefined : references.end(component)
      if (end) this.#add(end.value, component.key)
    }
  }

  of(node: Node): string {
    return this.#names.get(node.value) ?? (node.key === '' ? fileStem(node.file.uri) : node.key)
  }

  #add(value: unknown, name: string): void {
    if (typeof value === 'object' && value !== null && !this.#names.has(value)) this.#names.set(value, name)
  }
}
