import { fixActions } from './actions/fix-actions.ts'
import type { Desk } from './desk.ts'
import type { Feature } from './feature.ts'

/** Everything that the server does beside diagnostics. What stands first is asked first. */
export const features: readonly ((desk: Desk) => Feature)[] = [fixActions]
