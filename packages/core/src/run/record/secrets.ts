import { nodeOf } from '../../policy/at.ts'
import type { SettledFinding } from '../../settle/types.ts'
import type { Node } from '../../source/node.ts'
import type { SourceFile } from '../../source/types.ts'

/** Where a text stands that no record may tell. */
export type SecretPlace = { readonly text: string; readonly start: number; readonly end: number } & (
  | { readonly file: SourceFile }
  | { readonly node: Node }
)

/**
 * The secrets that findings hold, each once, with the place where it is read again.
 *
 * @returns undefined where one of them stands nowhere as it is
 */
export function secretsOf(findings: readonly SettledFinding[]): readonly SecretPlace[] | undefined {
  const found = new Map<string, SecretPlace>()
  for (const finding of findings) {
    for (const secret of finding.secrets ?? []) {
      if (found.has(secret)) continue
      const place = placeOf(secret, finding)
      if (!place) return undefined
      found.set(secret, place)
    }
  }
  return [...found.values()]
}

function placeOf(text: string, { at, span }: SettledFinding): SecretPlace | undefined {
  const node = nodeOf(at)
  const { file } = node
  const near = file.text.indexOf(text, span.start)
  const start = near === -1 ? file.text.indexOf(text) : near
  if (start !== -1) return { text, file, start, end: start + text.length }
  const inside = node.string?.indexOf(text) ?? -1
  return inside === -1 ? undefined : { text, node, start: inside, end: inside + text.length }
}
