/** What a field has to hold. `any` is looked at no further. */
export type Content =
  | 'any'
  | 'text'
  | 'flag'
  | 'number'
  | 'texts'
  /** One or some objects of a form. */
  | { readonly holds: 'one' | 'list' | 'map'; readonly form: string; readonly atLeastOne?: boolean }

/** The fields of one object of a specification. */
export interface Form {
  /** As the specification calls it, with an article. */
  readonly name: string
  readonly fields: Readonly<Record<string, Content>>
  readonly required: readonly string[]
  /** Of these, one has to be there, and only one. */
  readonly oneOf?: readonly string[]
  /** Fields that came with a later version: `1.1` for those of Overlay 1.1. */
  readonly since?: Readonly<Record<string, string>>
  /** May be a Reusable Object instead, which has a `reference`. */
  readonly reusable?: boolean
}

export type Forms = Readonly<Record<string, Form>>

const one = (form: string): Content => ({ holds: 'one', form })
const list = (form: string): Content => ({ holds: 'list', form })
const some = (form: string): Content => ({ holds: 'list', form, atLeastOne: true })
const map = (form: string): Content => ({ holds: 'map', form })

/** Overlay Specification 1.0.0 and 1.1.0. */
export const OVERLAY: Forms = {
  root: {
    name: 'the overlay',
    fields: { overlay: 'text', info: one('info'), extends: 'text', actions: some('action') },
    required: ['info', 'actions'],
  },
  info: {
    name: 'an Info Object',
    fields: { title: 'text', version: 'text', description: 'text' },
    required: ['title', 'version'],
  },
  action: {
    name: 'an Action Object',
    fields: { target: 'text', description: 'text', update: 'any', remove: 'flag', copy: 'text' },
    required: ['target'],
    since: { copy: '1.1' },
  },
}

/** How a step or a workflow goes on (Success Action Object, Failure Action Object). */
const GOES_ON: Form['fields'] = {
  name: 'text',
  type: 'text',
  workflowId: 'text',
  stepId: 'text',
  criteria: list('criterion'),
}

/** Arazzo Specification 1.0.1. */
export const ARAZZO: Forms = {
  root: {
    name: 'the Arazzo description',
    fields: {
      arazzo: 'text',
      info: one('info'),
      sourceDescriptions: some('source'),
      workflows: some('workflow'),
      components: one('components'),
    },
    required: ['info', 'sourceDescriptions', 'workflows'],
  },
  info: {
    name: 'an Info Object',
    fields: { title: 'text', summary: 'text', description: 'text', version: 'text' },
    required: ['title', 'version'],
  },
  source: {
    name: 'a Source Description Object',
    fields: { name: 'text', url: 'text', type: 'text' },
    required: ['name', 'url'],
  },
  workflow: {
    name: 'a Workflow Object',
    fields: {
      workflowId: 'text',
      summary: 'text',
      description: 'text',
      inputs: 'any',
      dependsOn: 'texts',
      steps: some('step'),
      successActions: list('success'),
      failureActions: list('failure'),
      outputs: 'any',
      parameters: list('parameter'),
    },
    required: ['workflowId', 'steps'],
  },
  step: {
    name: 'a Step Object',
    fields: {
      description: 'text',
      stepId: 'text',
      operationId: 'text',
      operationPath: 'text',
      workflowId: 'text',
      parameters: list('parameter'),
      requestBody: one('body'),
      successCriteria: list('criterion'),
      onSuccess: list('success'),
      onFailure: list('failure'),
      outputs: 'any',
    },
    required: ['stepId'],
    oneOf: ['operationId', 'operationPath', 'workflowId'],
  },
  parameter: {
    name: 'a Parameter Object',
    fields: { name: 'text', in: 'text', value: 'any' },
    required: ['name', 'value'],
    reusable: true,
  },
  body: {
    name: 'a Request Body Object',
    fields: { contentType: 'text', payload: 'any', replacements: list('replacement') },
    required: [],
  },
  replacement: {
    name: 'a Payload Replacement Object',
    fields: { target: 'text', value: 'any' },
    required: ['target', 'value'],
  },
  criterion: {
    name: 'a Criterion Object',
    fields: { context: 'text', condition: 'text', type: 'any' },
    required: ['condition'],
  },
  success: {
    name: 'a Success Action Object',
    fields: GOES_ON,
    required: ['name', 'type'],
    reusable: true,
  },
  failure: {
    name: 'a Failure Action Object',
    fields: { ...GOES_ON, retryAfter: 'number', retryLimit: 'number' },
    required: ['name', 'type'],
    reusable: true,
  },
  reusable: {
    name: 'a Reusable Object',
    fields: { reference: 'text', value: 'any' },
    required: ['reference'],
  },
  components: {
    name: 'a Components Object',
    fields: {
      inputs: 'any',
      parameters: map('parameter'),
      successActions: map('success'),
      failureActions: map('failure'),
    },
    required: [],
  },
}
