import type { Concepts, Operation, SchemaUse } from '../model/concepts.ts'

type AnyConcept = Concepts[keyof Concepts]

/**
 * Labels of the operations that a concept belongs to, sorted, each once. None for the document as a whole and
 * for what no operation reaches. One list is made for each set of uses, however many concepts share it.
 */
export class OperationLabels {
  readonly #known = new WeakMap<object, readonly string[]>()

  of(concept: AnyConcept): readonly string[] {
    switch (concept.concept) {
      case 'operation':
        return [concept.label]
      case 'schema':
      case 'property':
        return this.#once(concept.uses, (uses: readonly SchemaUse[]) => uses.map((use) => use.operation))
      case 'server':
        return this.#once(concept.server.operations, (operations) => operations)
      case 'document':
      case 'header':
      case 'mediaType':
      case 'string':
      case 'reference':
        return []
      default:
        return this.#once(concept.operations, (operations) => operations)
    }
  }

  #once<Key extends object>(key: Key, operationsOf: (key: Key) => readonly Operation[]): readonly string[] {
    const known = this.#known.get(key)
    if (known) return known
    const labels = [...new Set(operationsOf(key).map((operation) => operation.label))].sort()
    this.#known.set(key, labels)
    return labels
  }
}
