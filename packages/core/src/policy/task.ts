import type { Policy } from './policy.ts'

/** A document with the policy that it is judged by and the folder that it may refer to. */
export interface Task {
  readonly document: {
    readonly uri: string
    /** True when somebody asked for this very file. */
    readonly named: boolean
  }
  readonly policy: Policy
  /** URI of the configuration; undefined when there is none. */
  readonly config: string | undefined
  readonly root: string
}
