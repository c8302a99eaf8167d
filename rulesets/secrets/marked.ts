import type { Node } from '@specward/core'

const MARKS = ['x-secret', 'x-ms-secret']

/** True for a schema or parameter that says of its value that nobody may see it. */
export function isMarked(holder: Node): boolean {
  return (
    holder.child('format')?.string === 'password' || MARKS.some((key) => holder.child(key)?.value === true)
  )
}
