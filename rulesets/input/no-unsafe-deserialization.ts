import { defineRule } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { acceptedTypes } from './accepted-types.ts'

const JAVA = 'a serialised Java object'
const PYTHON = 'a Python pickle'
const PHP = 'serialised PHP'
const RUBY = 'a Ruby object written by Marshal'
const DOTNET = 'a serialised .NET object'

/** Formats that bring along which classes are made, and by that what runs. */
const OBJECTS: ReadonlyMap<string, string> = new Map([
  ['application/x-java-serialized-object', JAVA],
  ['application/java-serialized-object', JAVA],
  ['application/x-java-object', JAVA],
  ['application/x-java-remote-object', JAVA],
  ['application/x-hessian', JAVA],
  ['x-application/hessian', JAVA],
  ['application/x-kryo', JAVA],
  ['application/python-pickle', PYTHON],
  ['application/x-python-pickle', PYTHON],
  ['application/pickle', PYTHON],
  ['application/x-pickle', PYTHON],
  ['application/x-python-serialize', PYTHON],
  ['application/vnd.php.serialized', PHP],
  ['application/x-php-serialized', PHP],
  ['application/php-serialized', PHP],
  ['application/x-ruby-marshal', RUBY],
  ['application/ruby-marshal', RUBY],
  ['application/x-microsoft.net.object.binary.base64', DOTNET],
  ['application/x-microsoft.net.object.soap.base64', DOTNET],
])

export default defineRule({
  id: 'no-unsafe-deserialization',
  title: 'Serialised objects of a programming language are accepted.',
  why: 'Such a format names the classes of the objects that are made while it is read, and code of these classes runs before anybody looks at the data. With a known chain of classes, one request is enough to run any command.',
  fix: 'Take a format for data, such as JSON, with a schema. Where nothing else is possible, take only what is signed by a sender whom you know, and check that first.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [502],
    controls: ['INPUT-4'],
    specifications: ['OWASP ASVS 5.0, section 1.5'],
  },
  falsePositives:
    'A server that keeps such data as it is, and never reads it, is not at risk; take `application/octet-stream` there. YAML is looked at by `require-hardened-parser`.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const accepted = acceptedTypes(model)
    if (accepted.length === 0) return notApplicable()
    for (const { type, at, operations } of accepted) {
      const what = OBJECTS.get(type)
      if (what === undefined) continue
      const labels = labelsOf(operations)
      report({
        at,
        message: `\`${labels[0]}\` takes ${what} (\`${type}\`). While it is read, code runs that the sender chose; take JSON instead.`,
        discriminator: type,
        operations: labels,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A Java object, in a body that is reached through `$ref`, and a pickle in a part of a form',
        text: `
paths:
  /jobs:
    post:
      requestBody: { $ref: '#/components/requestBodies/Job' }
      responses: { '201': { description: OK } }
  /models:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { model: { type: string } } }
            encoding: { model: { contentType: 'application/json, application/x-python-pickle' } }
#                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses: { '201': { description: OK } }
components:
  requestBodies:
    Job:
      content:
        application/json: { schema: { type: object } }
        application/x-java-serialized-object: { schema: { type: string } }
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: inherited from the document',
        format: 'oas2',
        text: `
consumes: [application/json, application/vnd.php.serialized]
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
paths:
  /jobs:
    post:
      parameters: [{ name: job, in: body, schema: { type: object } }]
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'Encoded inside JSON, in a property that is reached through `$ref` and `allOf`',
        text: `
paths:
  /sessions:
    put:
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ $ref: '#/components/schemas/Session' }] }
      responses: { '204': { description: OK } }
components:
  schemas:
    Session:
      type: object
      properties:
        state: { type: string, contentEncoding: base64, contentMediaType: application/x-java-serialized-object }
#                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        last: { type: string, readOnly: true, contentMediaType: application/x-python-pickle }
`,
      },
      {
        title: 'AsyncAPI: a task in a queue',
        format: 'asyncapi3',
        text: `
channels:
  tasks:
    address: celery
    messages:
      task: { contentType: application/x-python-serialize, payload: { type: string } }
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
operations:
  takeTask:
    action: receive
    channel: { $ref: '#/channels/tasks' }
`,
      },
    ],
    good: [
      {
        title: 'Formats for data, YAML, any file as it is, and what is returned',
        text: `
paths:
  /jobs:
    post:
      requestBody:
        content:
          application/json: { schema: { type: object } }
          application/yaml: { schema: { type: object } }
          application/octet-stream: { schema: { type: string, format: binary } }
          text/x-python: { schema: { type: string } }
      responses:
        '200': { description: OK, content: { application/x-java-serialized-object: { schema: { type: string } } } }
`,
      },
      {
        title: 'AsyncAPI: in a message that is sent',
        format: 'asyncapi2',
        text: `
channels:
  tasks:
    subscribe:
      message: { contentType: application/x-python-serialize, payload: { type: string } }
`,
      },
    ],
  },
})
