type Given = Readonly<Record<string, unknown>>

/** Whether what comes with a message names what it has to: the document, the place in it, the text, the command. */
export function isComplete(method: string, params: unknown): boolean {
  const given = objectOf(params)
  if (method === 'workspace/executeCommand') return typeof given.command === 'string'
  if (method === 'workspace/diagnostic') return listOf(given.previousResultIds, isResultId)
  if (method === 'codeAction/resolve') return typeof given.title === 'string'
  return !method.startsWith('textDocument/') || isOfDocument(method, given)
}

/** A greeting with everything that it must not be without; what is of another kind than it has to be is left out. */
export function greetingOf(params: unknown): object {
  const { capabilities, workspaceFolders, rootUri, initializationOptions, ...others } = objectOf(params)
  const isFolder = (each: unknown): boolean => typeof objectOf(each).uri === 'string'
  return {
    ...others,
    capabilities: objectOf(capabilities),
    rootUri: typeof rootUri === 'string' ? rootUri : null,
    workspaceFolders: Array.isArray(workspaceFolders) ? workspaceFolders.filter(isFolder) : null,
    initializationOptions: objectOf(initializationOptions),
  }
}

function isOfDocument(method: string, { textDocument, position, range, context, contentChanges }: Given) {
  const { uri, text } = objectOf(textDocument)
  if (typeof uri !== 'string' || uri === '') return false
  if (method === 'textDocument/didOpen') return typeof text === 'string'
  if (method === 'textDocument/didChange') return listOf(contentChanges, isChange)
  if (method === 'textDocument/codeAction') return isRange(range) && isContext(context)
  return position === undefined || isPosition(position)
}

function isContext(value: unknown): boolean {
  const { diagnostics, only = [] } = objectOf(value)
  const isKind = (kind: unknown): boolean => typeof kind === 'string'
  return listOf(diagnostics, (each) => isRange(objectOf(each).range)) && listOf(only, isKind)
}

function isChange(value: unknown): boolean {
  const { text, range } = objectOf(value)
  return typeof text === 'string' && (range === undefined || isRange(range))
}

function isRange(value: unknown): boolean {
  const { start, end } = objectOf(value)
  return isPosition(start) && isPosition(end)
}

function isPosition(value: unknown): boolean {
  const { line, character } = objectOf(value)
  return Number.isInteger(line) && Number.isInteger(character)
}

function isResultId(value: unknown): boolean {
  const { uri, value: id } = objectOf(value)
  return typeof uri === 'string' && typeof id === 'string'
}

function listOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem)
}

function objectOf(value: unknown): Given {
  return typeof value === 'object' && value !== null ? (value as Given) : {}
}
