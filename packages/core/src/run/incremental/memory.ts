import { SourceMemory } from '../../source/memory.ts'

/** What is kept of earlier runs for later ones; see `createMemory`. */
export interface Memory {
  readonly sources: SourceMemory
}

/**
 * Something for a program to hand to one run after the other while somebody edits the same files: what has not changed is
 * not read again. It changes no result. Each memory is for one description; let go of it when the description is closed.
 */
export function createMemory(): Memory {
  return { sources: new SourceMemory() }
}
