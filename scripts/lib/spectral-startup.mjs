import { createRequire } from 'node:module'

// What makes libraries of Spectral slow to load, done when it is needed or before: at every start of the command line
// with a ruleset, they would compile some thirty JSON Schemas, most of which nothing is ever held against.

/** A function that is made when it is called first. `errors` are those of its last call, as `ajv` has it. */
const LAZY = `
function lazily(make) {
  let made
  const called = (...args) => {
    made ??= make()
    return made(...args)
  }
  return Object.defineProperty(called, 'errors', { get: () => made?.errors })
}
`

/** Pieces of `spectral-core` and what stands in their place; the build fails where one is not found. */
const CHANGES = {
  // the options of functions
  'spectral-core/dist/ruleset/function.js': [
    [
      `const ajv = new ajv_1.default({ allErrors: true, allowUnionTypes: true, strict: true, keywords: ['x-internal'] });
(0, ajv_errors_1.default)(ajv);
(0, ajv_formats_1.default)(ajv);`,
      `${LAZY}
let instance
const ajv = {
  compile: (schema) => lazily(() => {
    if (!instance) {
      instance = new ajv_1.default({ allErrors: true, allowUnionTypes: true, strict: true, keywords: ['x-internal'] });
      (0, ajv_errors_1.default)(instance);
      (0, ajv_formats_1.default)(instance);
    }
    return instance.compile(schema)
  }),
};`,
    ],
  ],
}

/** The validator of rulesets, compiled now instead of at every start. */
const VALIDATOR = 'spectral-core/dist/ruleset/validation/ajv.js'
const BEGINNING = '    const ajv = new _2020_1.default({\n'
const MADE = 'const validator = new Proxy(ajv.compile(rulesetSchema), {'

function compiledBefore(code, id) {
  for (const piece of [BEGINNING, MADE]) if (!code.includes(piece)) throw new Error(unexpected(VALIDATOR))
  const require = createRequire(id)
  const { default: standalone } = require('ajv/dist/standalone')
  const exports = {}
  const withSource = code
    .replace(BEGINNING, `${BEGINNING}code: { source: true },\n`)
    .replace(MADE, `const compiled = ajv.compile(rulesetSchema); exports.made = [ajv, compiled];\n${MADE}`)
  new Function('require', 'exports', withSource)(require, exports)
  exports.createValidator('js')
  const source = standalone(...exports.made)
  return `${code.replace(
    BEGINNING,
    `    if (format === 'js') {
      return (validators.js = new Proxy(compiledBefore(), {
        apply: (target, thisArg, args) =>
          Reflect.apply(target, { validateAlias: alias_1.validateAlias, validateFunction: function_1.validateFunction }, args),
      }));
    }
${BEGINNING}`,
  )}
function compiledBefore() {
  const module = { exports: {} }
${source}
  return module.exports
}
`
}

function unexpected(name) {
  return `${name} is not what the build expects of it.`
}

/** For rolldown. */
export const quickStart = {
  name: 'spectral-quick-start',
  transform: {
    filter: { id: /[\\/]@stoplight[\\/]spectral-core[\\/]/ },
    handler(code, id) {
      const path = id.replaceAll('\\', '/')
      if (path.endsWith(VALIDATOR)) return compiledBefore(code, id)
      const name = Object.keys(CHANGES).find((each) => path.endsWith(each))
      if (!name) return null
      return CHANGES[name].reduce((text, [piece, other]) => {
        if (!text.includes(piece)) throw new Error(unexpected(name))
        return text.replace(piece, () => other)
      }, code)
    },
  },
}
