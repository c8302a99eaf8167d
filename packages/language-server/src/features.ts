import { acceptance } from './actions/accept.ts'
import { fixActions } from './actions/fix-actions.ts'
import { definition } from './api/definition.ts'
import { hover } from './api/hover.ts'
import { lenses } from './api/lenses.ts'
import { references } from './api/references.ts'
import { rename } from './api/rename.ts'
import { symbols } from './api/symbols.ts'
import type { Desk } from './desk.ts'
import type { Feature } from './feature.ts'
import { policyFiles } from './policy-files/index.ts'
import { views } from './views/views.ts'

/** Everything that the server does beside diagnostics. What stands first is asked first. */
export const features: readonly ((desk: Desk) => Feature)[] = [
  policyFiles,
  hover,
  lenses,
  symbols,
  definition,
  references,
  rename,
  fixActions,
  acceptance,
  views,
]
