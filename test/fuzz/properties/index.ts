import type { Property } from '../property.ts'
import { commandLine } from './cli.ts'
import { editor } from './editor.ts'
import { fixed } from './fixes.ts'
import { formats, redacted } from './formats.ts'
import { saferAddsNothing } from './safer.ts'
import { sameInAnyOrder, sameInJson, sameOverFiles, unusedChangesNothing } from './same.ts'
import { repeatable, sound } from './sound.ts'

/** Everything that has to hold. */
export const PROPERTIES: readonly Property[] = [
  sound,
  repeatable,
  formats,
  redacted,
  sameInJson,
  sameInAnyOrder,
  sameOverFiles,
  unusedChangesNothing,
  saferAddsNothing,
  fixed,
  commandLine,
  editor,
]

/** @throws RangeError when there is no such property */
export function propertyNamed(name: string): Property {
  const found = PROPERTIES.find((each) => each.name === name)
  if (!found)
    throw new RangeError(`There is no property '${name}': ${PROPERTIES.map((each) => each.name).join(', ')}.`)
  return found
}
