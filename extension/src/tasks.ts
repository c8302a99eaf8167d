import { platform } from 'node:os'
import {
  type Disposable,
  ShellExecution,
  ShellQuoting,
  Task,
  type TaskDefinition,
  TaskGroup,
  tasks,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode'

const TYPE = 'specward'
const MATCHERS = ['$specward', '$specward-cause']

/**
 * Tasks that run the command line, as CI does: the one that the folder has installed, else the one on the PATH. Only
 * where the workspace is trusted, for what is installed in it is run, and is on the disk.
 */
export function provideTasks(): Disposable {
  return tasks.registerTaskProvider(TYPE, {
    async provideTasks() {
      if (!workspace.isTrusted) return []
      const folders = (workspace.workspaceFolders ?? []).filter(isOnDisk)
      return Promise.all(folders.map((folder) => taskFor(folder, { type: TYPE, command: 'lint' })))
    },
    async resolveTask({ definition, scope }) {
      const folder = typeof scope === 'object' && 'uri' in scope ? scope : workspace.workspaceFolders?.[0]
      return workspace.isTrusted && folder && isOnDisk(folder) ? taskFor(folder, definition) : undefined
    },
  })
}

/** Nothing can be run in a virtual file system. */
function isOnDisk({ uri }: WorkspaceFolder): boolean {
  return uri.scheme === 'file'
}

async function taskFor(folder: WorkspaceFolder, definition: TaskDefinition): Promise<Task> {
  const args: readonly unknown[] = Array.isArray(definition.args) ? definition.args : []
  const words = [String(definition.command), ...args.map(String)]
  const program = { value: await programIn(folder), quoting: ShellQuoting.Strong }
  const quoted = words.map((value) => ({ value, quoting: ShellQuoting.Strong }))
  const execution = new ShellExecution(program, quoted, { cwd: folder.uri.fsPath })
  const task = new Task(definition, folder, words.join(' '), TYPE, execution, matchersFor(folder))
  task.group = TaskGroup.Test
  task.detail = 'Review the API descriptions of the folder, as CI does'
  return task
}

/** What the server reviews of its own accord is among the problems already. */
function matchersFor({ uri }: WorkspaceFolder): string[] {
  return workspace.getConfiguration('specward', uri).get('workspace', true) ? [] : MATCHERS
}

async function programIn(folder: WorkspaceFolder): Promise<string> {
  const name = platform() === 'win32' ? 'specward.cmd' : 'specward'
  const local = Uri.joinPath(folder.uri, 'node_modules/.bin', name)
  return workspace.fs.stat(local).then(
    () => local.fsPath,
    () => 'specward',
  )
}
