/** What kind of data a name stands for. */
export type DataClass = 'credential' | 'personal' | 'financial'

export interface Sensitivity {
  readonly dataClass: DataClass
  /** What was recognised, in words for a message: `password`, `card number`. */
  readonly term: string
  /** How it was recognised: by name, by `format: password`, or by a name of the organisation's own. */
  readonly by: 'name' | 'format' | 'policy'
}
