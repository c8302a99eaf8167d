import type { RuleContext, SecurityScheme } from '@specward/core'
import { counted } from '../wording.ts'
import { schemeWords } from './naming.ts'

/**
 * Reports each OAuth flow of a kind, once for the scheme however many operations accept it.
 * @param grievance ends the sentence that names the flow: "which ..."
 */
export function judgeFlow(
  scheme: SecurityScheme,
  kind: string,
  grievance: string,
  { report, undecided, notApplicable }: RuleContext<unknown>,
): void {
  if (scheme.type !== 'oauth2') {
    notApplicable()
    return
  }
  for (const flow of scheme.flows) {
    if (flow.kind !== kind) continue
    const { operations } = scheme
    if (operations.length === 0) {
      const because = `\`${scheme.name}\` offers the ${kind} flow, but no operation requires the scheme`
      undecided({ at: flow.node, because })
    } else if (!isOnItsWayOut(scheme)) {
      report({
        at: flow.node,
        message: `${schemeWords(scheme)} (accepted by ${counted(operations.length, 'operation')}) offers the ${kind} flow, ${grievance}.`,
      })
    }
  }
}

/** A deprecated scheme (OpenAPI 3.2) beside which every operation accepts another: the change is under way. */
export function isOnItsWayOut(scheme: SecurityScheme): boolean {
  return (
    scheme.deprecated &&
    scheme.operations.every(({ security }) =>
      security.alternatives.some(
        ({ requirements }) =>
          requirements.length > 0 &&
          requirements.every((each) => each.scheme !== undefined && !each.scheme.deprecated),
      ),
    )
  )
}
