import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addDays, type Facets, type SourceFile } from '@specward/core'
import type { AssessedRun } from './assess-run.ts'
import type { Io } from './io.ts'
import { nameOf } from './uris.ts'
import { UsageError } from './usage.ts'

/** Days that an answer holds where nobody says how many, as far as the policy allows so many. */
const USUAL_DAYS = 180

/** A description with the file in which answers about it stand. */
export interface AttestPlace {
  readonly facets: Facets
  /** Undefined where there is no such file yet. */
  readonly file: SourceFile | undefined
  readonly path: string
  readonly uri: string
  /** Name of the file for people. */
  readonly shown: string
  /** The description as the file names it. */
  readonly document: string
  /** Last day of an answer that is given today and holds for so many days. */
  validUntil(days: number | undefined): string
}

/** @throws UsageError when the document is no API description */
export function attestPlace(run: AssessedRun, uri: string, io: Io): AttestPlace {
  const judged = run.documents.find((document) => document.uri === uri)
  const target = run.attestationFile(uri)
  const facets = judged?.assessed?.facets
  if (!judged || !facets || !target) {
    throw new UsageError(`\`${nameOf(uri, io.cwd)}\` is no API description that an answer could be about.`)
  }
  const path = fileURLToPath(target.uri)
  const document = nameOf(uri, resolve(path, '..')).replaceAll('\\', '/')
  const longest = judged.policy.attestations?.longest ?? USUAL_DAYS
  return {
    facets,
    file: target.file,
    path,
    uri: target.uri,
    shown: relative(io.cwd, path),
    document,
    validUntil(days) {
      if (days !== undefined && days > longest) {
        throw new UsageError(
          `\`--valid ${days}d\` is longer than the policy allows: ${longest} days at most.`,
        )
      }
      return addDays(io.today(), Math.min(days ?? USUAL_DAYS, longest))
    },
  }
}
