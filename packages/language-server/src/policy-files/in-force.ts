import { companionUris, type LintResult, policyFileKind } from '@specward/core'
import type { Diagnostic } from 'vscode-languageserver'
import { keyOf } from '../files.ts'
import { hintDiagnostic } from '../translate.ts'

/**
 * What is told in waivers and attestations that no run reads; undefined where one does, and in other files.
 *
 * @param result of a run over the file itself
 * @param folder URI of the workspace folder that it is in, ending in `/`
 */
export function notInForce(
  uri: string,
  { configurations }: Pick<LintResult, 'configurations'>,
  folder: string,
): Diagnostic | undefined {
  const kind = policyFileKind(uri)
  if (kind === undefined || kind === 'configuration') return undefined
  const read = companionUris(kind, configurations[0], folder)
  if (read.some((each) => keyOf(each) === keyOf(uri))) return undefined
  const where = 'beside the `specward.yaml` that is in force for a description, and in the workspace folder'
  return hintDiagnostic('not-in-force', `Nothing reads this file: ${kind} are looked for ${where}.`)
}
