import { describe, expect, it } from 'vitest'
import { SettingsStore } from './settings-store.ts'

describe('settings that are asked for twice', () => {
  it('are those of the later question, whichever is answered first', async () => {
    const store = new SettingsStore()
    const answers: ((sent: readonly unknown[]) => void)[] = []
    const ask = () => new Promise<readonly unknown[]>((answer) => answers.push(answer))
    const [earlier, later] = [store.ask([], ask), store.ask([], ask)]
    answers[1]?.([{ run: 'onSave' }])
    expect(await later).toBe(true)
    answers[0]?.([{ run: 'onType' }])
    expect(await earlier).toBe(false)
    expect(store.of(undefined).run).toBe('onSave')
  })
})
