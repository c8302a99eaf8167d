import type { Fix, FixEdit, Node } from '@specward/core'

/** A suggestion that is longer than this, nobody looks through. */
const MOST_EDITS = 50

export function set(node: Node, value: unknown): FixEdit {
  return { node, edit: { op: 'set', path: node.path, value } }
}

export function insert(holder: Node, key: string, value: unknown): FixEdit {
  return { node: holder, edit: { op: 'insert', path: holder.path, key, value } }
}

export function rename(node: Node, to: string): FixEdit {
  return { node, edit: { op: 'rename', path: node.path, to } }
}

export function remove(node: Node): FixEdit {
  return { node, edit: { op: 'remove', path: node.path } }
}

/**
 * Fixes made together as one, which is safe where all of them are; the same edit is made once. Undefined where one is
 * missing, because half of a finding would stay, and where a suggestion would be too long to be looked through.
 */
export function joined(fixes: readonly (Fix | undefined)[]): Fix | undefined {
  const whole = fixes.filter((fix) => fix !== undefined)
  if (whole.length === 0 || whole.length < fixes.length) return undefined
  const edits = new Map(
    whole
      .flatMap((fix) => fix.edits)
      .map((each) => [`${each.node.file.uri} ${JSON.stringify(each.edit)}`, each]),
  )
  const isSafe = whole.every(({ kind }) => kind === 'safe')
  if (!isSafe && edits.size > MOST_EDITS) return undefined
  const titles = [...new Set(whole.map(({ title }) => title))]
  const [first = '', ...others] = titles
  const title = [first, ...others.map((each) => each.charAt(0).toLowerCase() + each.slice(1))].join('; ')
  return { title, kind: isSafe ? 'safe' : 'suggested', edits: [...edits.values()] }
}
