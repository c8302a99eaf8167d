// Says where it was called, so that every way to a value counts.
export default (input, options, context) => {
  if (input === null || typeof input !== 'object') return
  const depth = context.path.length
  if (depth % options.every !== 0) return
  return [
    { message: `Level ${depth} has ${Object.keys(input).length} keys` },
    {
      message: `Rule ${context.rule.name} at ${context.path.join('/')}`,
      path: [...context.path, 'description'],
    },
  ]
}
