import { join } from 'node:path'
import { type ExtensionContext, type LogOutputChannel, workspace } from 'vscode'
import {
  type Disposable,
  LanguageClient,
  type LanguageClientOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node'
import { SELECTOR } from './selector.ts'
import { allSettings, runsOnType, SECTION } from './settings.ts'

/** Megabytes that the server may use at most; an OpenAPI description of 10 MB takes a tenth of that. */
const MEMORY = 4096

/** Commands of the client that the server may refer to in code lenses and code actions. */
export const CLIENT_COMMANDS = [
  'specward.goTo',
  'specward.showExposure',
  'specward.openRule',
  'specward.waive',
  'specward.ignore',
  'specward.setSeverity',
] as const

/** The language client, not yet started: the server runs in a process of its own, with the Node of VS Code. */
export function createClient(context: ExtensionContext, output: LogOutputChannel): LanguageClient {
  const module = join(context.extensionPath, 'dist/bundle/server/server.js')
  const options = { execArgv: [`--max-old-space-size=${MEMORY}`] }
  const server = { module, transport: TransportKind.ipc, options }
  return new LanguageClient(SECTION, 'Specward', { run: server, debug: server }, clientOptions(output))
}

/** Tells whether the server runs, whenever that changes: the client starts a server anew that has ended by itself, a few times. */
export function onRunning(client: LanguageClient, listener: (isRunning: boolean) => void): Disposable {
  return client.onDidChangeState(({ newState }) => {
    if (newState !== State.Starting) listener(newState === State.Running)
  })
}

function clientOptions(outputChannel: LogOutputChannel): LanguageClientOptions {
  const onType = runsOnType()
  return {
    outputChannel,
    documentSelector: SELECTOR,
    // hovers may refer to these commands and to no others
    markdown: { isTrusted: { enabledCommands: [...CLIENT_COMMANDS] }, supportHtml: false },
    synchronize: { configurationSection: SECTION },
    middleware: {
      workspace: {
        // the client is about to end where this has changed, and could not tell of it any more
        didChangeConfiguration: async (sections, next) => {
          if (runsOnType() === onType) await next(sections)
        },
      },
    },
    diagnosticPullOptions: { onChange: onType, onSave: !onType },
    initializationOptions: {
      allowScripts: workspace.isTrusted,
      settings: allSettings(),
      commands: CLIENT_COMMANDS,
    },
  }
}
