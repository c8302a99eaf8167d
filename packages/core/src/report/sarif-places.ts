import type { Range } from './report.ts'
import { repositoryPath } from './repository-path.ts'
import { sarifText } from './sarif-text.ts'

/** Stands for the root of the repository; GitHub, Azure and editors put their own folder in its place. */
export const ROOT_ID = '%SRCROOT%'

export function artifactLocation(file: string, prefix: string) {
  const { uri, absolute } = repositoryPath(file, prefix)
  return absolute ? { uri } : { uri, uriBaseId: ROOT_ID }
}

/** Columns of the report are those of SARIF with `utf16CodeUnits`: 1-based, the end exclusive. */
export function regionOf({ start, end }: Range) {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column }
}

export function physicalLocation(file: string, range: Range | undefined, prefix: string) {
  return {
    artifactLocation: artifactLocation(file, prefix),
    ...(range ? { region: regionOf(range) } : {}),
  }
}

/** A place that explains a result; `id` tells it apart from the others of that result. */
export function relatedLocation(
  place: { readonly file: string; readonly range: Range },
  message: string,
  id: number,
  prefix: string,
) {
  return {
    id,
    physicalLocation: physicalLocation(place.file, place.range, prefix),
    message: { text: sarifText(message) },
  }
}
