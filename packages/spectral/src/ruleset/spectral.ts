import type { Rule, Ruleset } from '@stoplight/spectral-core'

export type SpectralFormat = Parameters<Ruleset['formats']['add']>[0]
export type SpectralFunction = Rule['then'][number]['function']
