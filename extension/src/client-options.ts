import { type LogOutputChannel, workspace } from 'vscode'
import {
  type BaseLanguageClient,
  type Disposable,
  type LanguageClientOptions,
  State,
} from 'vscode-languageclient'
import { selectorNow } from './selector.ts'
import { allSettings, runsOnType, SECTION } from './settings.ts'

/** Commands of the client that the server may refer to in code lenses and code actions. */
export const CLIENT_COMMANDS = [
  'specward.goTo',
  'specward.showExposure',
  'specward.openRule',
  'specward.waive',
  'specward.ignore',
  'specward.setSeverity',
] as const

/** Tells whether the server runs, whenever that changes: the client starts a server anew that has ended by itself, a few times. */
export function onRunning(client: BaseLanguageClient, listener: (isRunning: boolean) => void): Disposable {
  return client.onDidChangeState(({ newState }) => {
    if (newState !== State.Starting) listener(newState === State.Running)
  })
}

/** How every client works, wherever its server runs. */
export function clientOptions(outputChannel: LogOutputChannel): LanguageClientOptions {
  const onType = runsOnType()
  return {
    outputChannel,
    documentSelector: selectorNow(),
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
      readsFiles: true,
    },
  }
}
