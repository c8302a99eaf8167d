// A file system in memory for the scheme `specward-test`, as an extension that runs in browsers: its files are in the
// settings of the server that it comes from, beside it.
const vscode = require('vscode')

const SCHEME = 'specward-test'

class MemoryFiles {
  files = new Map()
  changed = new vscode.EventEmitter()
  onDidChangeFile = this.changed.event

  watch() {
    return new vscode.Disposable(() => {})
  }

  stat({ path }) {
    const bytes = this.files.get(path)
    if (bytes) return { type: vscode.FileType.File, ctime: 0, mtime: bytes.time, size: bytes.content.length }
    if (this.#below(path).length > 0) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
    throw vscode.FileSystemError.FileNotFound(path)
  }

  readDirectory({ path }) {
    const names = this.#below(path).map((each) => each.slice(path.length).replace(/^\//, ''))
    const kinds = new Map()
    for (const name of names) {
      const [first, ...others] = name.split('/')
      kinds.set(first, others.length > 0 ? vscode.FileType.Directory : vscode.FileType.File)
    }
    return [...kinds]
  }

  readFile({ path }) {
    const file = this.files.get(path)
    if (!file) throw vscode.FileSystemError.FileNotFound(path)
    return file.content
  }

  writeFile(uri, content) {
    const type = this.files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created
    this.files.set(uri.path, { content, time: Date.now() })
    this.changed.fire([{ type, uri }])
  }

  delete(uri) {
    this.files.delete(uri.path)
    this.changed.fire([{ type: vscode.FileChangeType.Deleted, uri }])
  }

  createDirectory() {}

  rename() {
    throw vscode.FileSystemError.NoPermissions('Nothing is moved in tests.')
  }

  #below(path) {
    return [...this.files.keys()].filter((each) => each.startsWith(path === '/' ? '/' : `${path}/`))
  }
}

exports.activate = async (context) => {
  const memory = new MemoryFiles()
  const response = await fetch(vscode.Uri.joinPath(context.extensionUri, 'files.json').toString(true))
  for (const [name, text] of Object.entries(await response.json())) {
    memory.files.set(name, { content: new TextEncoder().encode(text), time: 1 })
  }
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider(SCHEME, memory))
}
