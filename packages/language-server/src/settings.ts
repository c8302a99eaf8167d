/** What people set in their editor, under `specward`. */
export interface Settings {
  /** False: nothing is judged and nothing is shown. */
  readonly enable: boolean
  /** Whether a document is judged while it is written or once it is saved. */
  readonly run: 'onType' | 'onSave'
  /** Path of a configuration, from the workspace folder, that replaces the nearest `specward.yaml`; blank for none. */
  readonly configPath: string
  /** Presets in place of those that the configuration extends; none: those of the configuration. */
  readonly presets: readonly string[]
  /** Globs of the files that may be API descriptions, from the workspace folder, `!` before those that are none. */
  readonly files: readonly string[]
  /** Whether descriptions that are not open are judged as well. */
  readonly workspace: boolean
  /** Whether each operation is shown with who may call it. */
  readonly codeLens: boolean
}

export const DEFAULT_SETTINGS: Settings = {
  enable: true,
  run: 'onType',
  configPath: '',
  presets: [],
  files: ['**/*.{yaml,yml,json}'],
  workspace: true,
  codeLens: true,
}

/**
 * What an editor sends as settings, with the default for whatever is missing or of another kind.
 * @param sent the object `specward` of the editor's settings
 */
export function settingsOf(sent: unknown): Settings {
  const given = typeof sent === 'object' && sent !== null ? (sent as Record<string, unknown>) : {}
  const flag = (name: 'enable' | 'workspace' | 'codeLens'): boolean => {
    const value = given[name]
    return typeof value === 'boolean' ? value : DEFAULT_SETTINGS[name]
  }
  return {
    enable: flag('enable'),
    run: given.run === 'onSave' ? 'onSave' : 'onType',
    configPath: typeof given.configPath === 'string' ? given.configPath.trim() : '',
    presets: texts(given.presets) ?? [],
    files: texts(given.files) ?? DEFAULT_SETTINGS.files,
    workspace: flag('workspace'),
    codeLens: flag('codeLens'),
  }
}

/** The texts of a list; undefined for anything else. */
export function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined
}
