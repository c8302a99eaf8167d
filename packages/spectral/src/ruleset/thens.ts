import type { ForeignRule } from '@specward/core'
import type { Rule } from '@stoplight/spectral-core'
import functions from '@stoplight/spectral-functions'

/** What a rule calls on what it is given, by the names of the functions. */
export function thensOf({ then }: Rule): NonNullable<ForeignRule['then']> {
  return then.map(({ field, function: called, functionOptions }) => ({
    ...(field === undefined ? {} : { field }),
    function: nameOf(called),
    ...(functionOptions === undefined || functionOptions === null ? {} : { options: functionOptions }),
  }))
}

function nameOf(called: { readonly name: string }): string {
  const known = Object.entries(functions).find(([, each]) => each === called)
  return known?.[0] ?? (called.name || 'a function')
}
