import { defineRule, isOpenRead, type RegisteredRule, type Registry, type Survey } from '@specward/core'
import { isTestBroker } from '@specward/rulesets'

const NOTES = {
  title: 'Notes what is there, and finds nothing.',
  why: 'A policy is begun with what is there.',
  fix: 'Nothing has to be done.',
  presets: {},
  references: { owasp: [], cwe: [], controls: [] },
  examples: { bad: [], good: [] },
} as const

/** A registry that judges like the given one and notes what it comes upon in the survey. */
export function surveying(registry: Registry): { readonly registry: Registry; readonly survey: Survey } {
  const hosts = new Set<string>()
  const publicReads = new Set<string>()
  const servers = defineRule({
    ...NOTES,
    id: 'require-survey-of-servers',
    formats: ['oas', 'asyncapi'],
    select: 'server',
    check({ host, reach }) {
      // where everybody may read and write, nobody is trusted
      if (reach === 'public' && !isTestBroker(host)) hosts.add(host)
    },
  })
  const operations = defineRule({
    ...NOTES,
    id: 'require-survey-of-operations',
    formats: ['oas'],
    select: 'operation',
    check(operation) {
      if (isOpenRead(operation)) publicReads.add(operation.label)
    },
  })
  const added: readonly RegisteredRule[] = [servers, operations].map((rule) => ({ rule, category: 'survey' }))
  const levels = Object.fromEntries(added.map(({ rule }) => [rule.id, 'hint' as const]))
  return {
    registry: {
      rules: [...registry.rules, ...added],
      presets: registry.presets.map((preset) => ({ ...preset, rules: { ...preset.rules, ...levels } })),
    },
    survey: { hosts, publicReads },
  }
}
