/**
 * JSON Schema (draft-07) of the part of OSCAL 1.2.1 assessment results that Specward writes: which fields an object
 * has, which it must have, and the forms of values. Stricter than the official schema, which allows many more fields;
 * what fits this fits that. The facts are those of the OSCAL 1.2.1 model, assessment results, and its data types.
 */

type Schema = Readonly<Record<string, unknown>>

const UUID: Schema = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
}
const TOKEN: Schema = { type: 'string', pattern: '^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$' }
const STRING: Schema = { type: 'string', pattern: '^\\S(.*\\S)?$' }
const LINE: Schema = { type: 'string', pattern: '^[^\\n]+$' }
const MOMENT: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }
const URI: Schema = { type: 'string', pattern: '^[a-zA-Z][a-zA-Z0-9+\\-.]+:.+$' }
const REFERENCE: Schema = { type: 'string', pattern: "^[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=%]+$" }

/** An object with these fields alone; a name that ends in `?` may be missing. */
function object(fields: Readonly<Record<string, Schema>>): Schema {
  const entries = Object.entries(fields)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  }
}

/** A list, which OSCAL leaves out when it would be empty. */
const list = (items: Schema): Schema => ({ type: 'array', minItems: 1, items })
const oneOf = (...words: readonly string[]): Schema => ({ enum: words })

const PROPS = list(object({ name: TOKEN, ns: URI, value: STRING }))
const ACTOR = object({ type: oneOf('tool', 'party'), 'actor-uuid': UUID })
const STATUS = object({ state: oneOf('operational', 'other'), 'remarks?': LINE })
const BY_OBSERVATION = list(object({ 'observation-uuid': UUID }))

const COMPONENT = object({
  uuid: UUID,
  type: oneOf('service', 'software'),
  title: LINE,
  description: LINE,
  'props?': PROPS,
  status: STATUS,
})

const OBSERVATION = object({
  uuid: UUID,
  title: LINE,
  description: LINE,
  'props?': PROPS,
  methods: list(oneOf('EXAMINE', 'INTERVIEW')),
  types: list(oneOf('finding', 'control-objective', 'discovery')),
  origins: list(object({ actors: list(ACTOR) })),
  subjects: list(object({ 'subject-uuid': UUID, type: oneOf('component') })),
  'relevant-evidence?': list(object({ 'href?': REFERENCE, description: LINE })),
  collected: MOMENT,
  'expires?': MOMENT,
})

const RISK = object({
  uuid: UUID,
  title: LINE,
  description: LINE,
  statement: LINE,
  'props?': PROPS,
  status: oneOf('open', 'deviation-requested', 'deviation-approved'),
  'risk-log?': object({
    entries: list(object({ uuid: UUID, title: LINE, description: LINE, start: MOMENT })),
  }),
  'deadline?': MOMENT,
  'related-observations': BY_OBSERVATION,
})

const FINDING = object({
  uuid: UUID,
  title: LINE,
  description: LINE,
  'props?': PROPS,
  target: object({
    type: oneOf('objective-id'),
    'target-id': TOKEN,
    status: object({
      state: oneOf('satisfied', 'not-satisfied'),
      reason: oneOf('pass', 'fail', 'other'),
      'remarks?': LINE,
    }),
    'implementation-status?': object({ state: oneOf('not-applicable') }),
  }),
  'related-observations?': BY_OBSERVATION,
  'related-risks?': list(object({ 'risk-uuid': UUID })),
})

const RESULT = object({
  uuid: UUID,
  title: LINE,
  description: LINE,
  start: MOMENT,
  end: MOMENT,
  'props?': PROPS,
  'local-definitions': object({
    components: list(COMPONENT),
    'assessment-assets': object({
      components: list(COMPONENT),
      'assessment-platforms': list(
        object({ uuid: UUID, 'uses-components': list(object({ 'component-uuid': UUID })) }),
      ),
    }),
  }),
  'reviewed-controls': object({
    'control-selections': list(
      object({
        'include-all': object({}),
      }),
    ),
  }),
  'observations?': list(OBSERVATION),
  'risks?': list(RISK),
  'findings?': list(FINDING),
})

const RESOURCE = object({
  uuid: UUID,
  title: LINE,
  description: LINE,
  'props?': PROPS,
  'rlinks?': list(object({ href: REFERENCE })),
})

export const OSCAL_SCHEMA: Schema = object({
  'assessment-results': object({
    uuid: UUID,
    metadata: object({
      title: LINE,
      'last-modified': MOMENT,
      version: STRING,
      'oscal-version': oneOf('1.2.1'),
      'props?': PROPS,
      'parties?': list(object({ uuid: UUID, type: oneOf('person'), name: STRING })),
    }),
    'import-ap': object({ href: REFERENCE, 'remarks?': LINE }),
    'local-definitions?': object({
      'objectives-and-methods': list(
        object({
          'control-id': TOKEN,
          description: LINE,
          parts: list(object({ id: TOKEN, name: oneOf('objective'), prose: LINE })),
        }),
      ),
    }),
    results: list(RESULT),
    'back-matter': object({ resources: list(RESOURCE) }),
  }),
})

/** UUIDs that something has, and those that something else refers to, in the order of the text. */
export function identifiersOf(oscal: unknown): { readonly defined: string[]; readonly named: string[] } {
  const found = { defined: [] as string[], named: [] as string[] }
  const todo: unknown[] = [oscal]
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (typeof value !== 'object' || value === null) continue
    for (const [key, each] of Object.entries(value)) {
      if (key === 'uuid' && typeof each === 'string') found.defined.push(each)
      else if (key.endsWith('-uuid') && typeof each === 'string') found.named.push(each)
      else if (key === 'href' && /^#[0-9a-f-]{36}$/.test(String(each)))
        found.named.push(String(each).slice(1))
      else todo.push(each)
    }
  }
  return found
}
