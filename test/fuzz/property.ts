import type { Content } from './judge.ts'

/** What a property is tried on: one file. */
export interface Subject {
  /** `api.yaml` or `api.json`. */
  readonly name: string
  readonly content: Content
  /** Which of its ways a property takes that has several, from 0 to below {@link VARIANTS}. */
  readonly variant: number
}

/** So many ways has a property at most: few, so that what was found is replayed in all of them. */
export const VARIANTS = 16

/** What was to hold and did not. */
export interface Fault {
  /** What the same mistake has in common wherever it shows. */
  readonly signature: string
  readonly message: string
}

/** Something that has to hold of every document. */
export interface Property {
  readonly name: string
  /** Whether it is tried on texts that may be no YAML at all, or on trees that can be written in YAML and JSON alike. */
  readonly input: 'text' | 'tree'
  /** How often it is tried, against the others. */
  readonly weight: number
  /**
   * @returns what does not hold; undefined also where the document is none that it says anything about
   */
  check(subject: Subject): Promise<Fault | undefined>
}

/** A fault; its signature is the message without what stands in quotes, numbers and all behind the first line. */
export function fault(what: string, message: string): Fault {
  const plain = `${what}: ${message}`
    .split('\n')[0]
    ?.replace(/`[^`]*`|"[^"]*"|'[^']*'|\d+/g, '_')
    .slice(0, 140)
  return { signature: plain ?? what, message: `${what}: ${message}` }
}

/** Decodes as Specward does: UTF-8, or UTF-16 where the text begins with its mark. */
export function textOf(content: Content): string {
  if (typeof content === 'string') return content.replace(/^\ufeff/, '')
  const [first, second] = content
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(content)
}
