import { acceptance } from './actions/accept.ts'
import type { Desk } from './desk.ts'
import type { Feature } from './feature.ts'
import { policyFiles } from './policy-files/index.ts'

/** Everything that the server does beside diagnostics. What stands first is asked first. */
export const features: readonly ((desk: Desk) => Feature)[] = [policyFiles, acceptance]
