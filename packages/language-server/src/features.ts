import type { Desk } from './desk.ts'
import type { Feature } from './feature.ts'
import { views } from './views/views.ts'

/** Everything that the server does beside diagnostics. What stands first is asked first. */
export const features: readonly ((desk: Desk) => Feature)[] = [views]
