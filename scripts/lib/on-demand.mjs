import { createRequire } from 'node:module'

/** Libraries whose modules name what they need at their top, as the TypeScript compiler writes it. */
const WRITTEN_BY_TSC =
  /[\\/]node_modules[\\/]@stoplight[\\/](?:(?:spectral-|json-ref-|better-)(?:(?![\\/]node_modules[\\/]).)*\.js|(?:json|path)[\\/]index\.cjs\.js)$/

/**
 * Has modules of others loaded when they are first used, in place of all at once: of Spectral, a run needs a part.
 * `const a = require('b')` becomes `const a = () => require('b')`, and each `a` becomes `a()`. Of lodash, `a.get` becomes
 * `require('lodash/get')`.
 */
export const onDemand = {
  name: 'on-demand',
  transform: {
    filter: { id: WRITTEN_BY_TSC },
    handler(code, id) {
      if (!/^(?:const|var) \w+_\d = |__exportStar\)?\(|\brequire\("lodash"\)/m.test(code)) return null
      const program = this.parse(code, { lang: 'js', sourceType: 'commonjs' })
      const edits = []
      const names = new Map()
      for (const statement of program.body) {
        const names_ = reexported(statement, id)
        if (names_) edits.push([statement.start, statement.end, names_])
        for (const each of declarations(statement)) {
          names.set(each.id.name, required(each.init))
          const { start, end } = each.init
          edits.push([start, end, held(code.slice(start, end))])
        }
      }
      for (const { node, isShort, parent } of references(program, names)) {
        if (names.get(node.name) === 'lodash' && parent.type === 'MemberExpression' && !parent.computed)
          edits.push([parent.start, parent.end, `require('lodash/${parent.property.name}')`])
        else edits.push([node.start, node.end, isShort ? `${node.name}: ${node.name}()` : `(${node.name}())`])
      }
      return edited(code, edits)
    },
  },
}

/** Where `const a = require('b')` stands, or the same with one of the helpers of TypeScript around it. */
function declarations(statement) {
  if (statement.type !== 'VariableDeclaration') return []
  return statement.declarations.filter(
    ({ id, init }) => id.type === 'Identifier' && id.name !== 'tslib_1' && required(init) !== undefined,
  )
}

function required(node) {
  if (node?.type !== 'CallExpression' || node.arguments.length !== 1) return undefined
  const [argument] = node.arguments
  if (node.callee.name === 'require') return argument.value
  return /^__import(?:Default|Star)$/.test(helper(node.callee)) ? required(argument) : undefined
}

function helper(callee) {
  const { property } = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : callee
  return property?.name ?? ''
}

/** For `__exportStar(require('b'), exports)`: the same for each name, with nothing loaded. */
function reexported(statement, id) {
  const call = statement.expression
  if (statement.type !== 'ExpressionStatement' || call.type !== 'CallExpression') return undefined
  if (helper(call.callee) !== '__exportStar') return undefined
  const name = required(call.arguments[0])
  const exported = Object.keys(createRequire(id)(name)).filter(
    (each) => !/^(?:default|__esModule)$/.test(each),
  )
  return `for (const name of ${JSON.stringify(exported)})
    if (!Object.hasOwn(exports, name))
      Object.defineProperty(exports, name, { enumerable: true, get: () => require(${JSON.stringify(name)})[name] });`
}

function held(init) {
  return `(() => { let held; return () => (held ??= ${init}) })()`
}

/** Every place outside of its declaration where one of the names is used. */
function* references(program, names) {
  const stack = [{ node: program }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, parent, key } = top
    if (node.type === 'Identifier' && names.has(node.name)) {
      const isName =
        ((parent.type === 'MemberExpression' && key === 'property') ||
          (/^(?:Property|MethodDefinition|PropertyDefinition)$/.test(parent.type) && key === 'key')) &&
        !parent.computed
      if (parent.type === 'Property' && parent.shorthand) {
        if (key === 'value') yield { node, isShort: true, parent }
      } else if (!isName && !(parent.type === 'VariableDeclarator' && key === 'id')) {
        yield { node, isShort: false, parent }
      }
    }
    for (const [name, value] of Object.entries(node)) {
      for (const child of [value].flat()) {
        if (typeof child?.type === 'string') stack.push({ node: child, parent: node, key: name })
      }
    }
  }
}

function edited(code, edits) {
  let result = ''
  let done = 0
  for (const [start, end, text] of edits.toSorted(([a], [b]) => a - b)) {
    if (start < done) continue
    result += code.slice(done, start) + text
    done = end
  }
  return result + code.slice(done)
}
