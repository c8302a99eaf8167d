// The list of hostile cases.
import { aliases } from './cases/aliases.mjs'
import { names } from './cases/names.mjs'
import { nesting } from './cases/nesting.mjs'
import { output } from './cases/output.mjs'
import { outside } from './cases/outside.mjs'
import { patterns } from './cases/patterns.mjs'
import { references } from './cases/references.mjs'
import { scalars } from './cases/scalars.mjs'
import { size } from './cases/size.mjs'

/** Cases by what they attack. */
export const GROUPS = {
  Nesting: nesting,
  'YAML aliases': aliases,
  References: references,
  'Files and hosts outside': outside,
  Size: size,
  Values: scalars,
  Names: names,
  'Patterns and code': patterns,
  'What is printed': output,
}
