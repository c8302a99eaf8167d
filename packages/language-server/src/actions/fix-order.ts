/** Kind of the action that editors carry out when a document is saved. */
export const FIX_ALL = 'source.fixAll.specward'

/** What an action is to fix, as it waits with the editor until somebody chooses it. */
export type FixOrder =
  | { readonly fix: 'one'; readonly uri: string; readonly ruleId: string; readonly fingerprint: string }
  /** All that a rule finds in a file. */
  | { readonly fix: 'rule'; readonly uri: string; readonly ruleId: string }
  /** All in a file that can be fixed unattended. */
  | { readonly fix: 'safe'; readonly uri: string }

/** What the editor gives back; undefined where it is none of ours. */
export function orderOf(data: unknown): FixOrder | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { fix, uri, ruleId, fingerprint } = data as Record<string, unknown>
  if (typeof uri !== 'string') return undefined
  if (fix === 'safe') return { fix, uri }
  if (typeof ruleId !== 'string') return undefined
  if (fix === 'rule') return { fix, uri, ruleId }
  return fix === 'one' && typeof fingerprint === 'string' ? { fix, uri, ruleId, fingerprint } : undefined
}

/** Whether a kind of action is asked for: kinds have parts, and the first ones stand for all that begin with them. */
export function wants(only: readonly string[], kind: string): boolean {
  return only.some((each) => each === '' || kind === each || kind.startsWith(`${each}.`))
}
