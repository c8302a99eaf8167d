/** A configuration under which few things are found, each at a line that a test can name. */
export const ONE_RULE = 'extends: []\nrules: { no-anonymous-write: error }\n'

/** One under which nothing is found in the descriptions below. */
export const QUIET = 'extends: []\nrules: { no-basic-authentication: error }\n'

/** One finding of `no-anonymous-write`, at line 5 (counted from 0): the `delete`. */
export const OPEN_DELETE = `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
security: []
paths:
  /orders:
    delete: { responses: { '204': { description: Gone } } }
`

/** The same without a finding. */
export const READ_ONLY = OPEN_DELETE.replace('delete:', 'get:')

/** A description whose path items are in another file. */
export function referring(...files: readonly string[]): string {
  const paths = files.map((file, index) => `  /p${index}: { $ref: '${file}' }\n`)
  return `openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
security: []
paths:
${paths.join('')}`
}

/** A path item with one finding of `no-anonymous-write`, at line 0. */
export const PATH_ITEM = "delete: { responses: { '204': { description: Gone } } }\n"

/** The same without a finding. */
export const READ_ITEM = PATH_ITEM.replace('delete:', 'get:')
