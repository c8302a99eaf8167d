import type { DocumentRecord, Host, ReadResult, WantedRecord } from '@specward/core'
import { describe, expect, it } from 'vitest'
import { Inputs } from './inputs.ts'

const ROOT = 'file:///project/'

/** Texts are their own digests. */
function hostWith(texts: Readonly<Record<string, string>>): Host & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    async read(uri): Promise<ReadResult> {
      asked.push(uri)
      const text = texts[uri]
      return text === undefined ? { error: 'not-found', detail: 'it is not there' } : { text }
    },
    exists: async (uri) => uri in texts,
    sha256: String,
    now: () => 0,
  }
}

/** A record of a document that refers to some files, and one that is wanted of a document that may refer to those. */
function recordOf(texts: Readonly<Record<string, string>>, mayRead: (uri: string) => boolean) {
  const document = { uri: `${ROOT}api.yaml`, named: false }
  const inputs = Object.entries(texts).map(([uri, sha256]) => ({
    uri,
    isNamed: uri === './api.yaml',
    sha256,
  }))
  const record: DocumentRecord = {
    version: 3,
    uri: './api.yaml',
    basis: '',
    inputs,
    isLasting: true,
    content: null,
  }
  const wanted: WantedRecord = { document, basis: '', mayRead: ({ uri }) => mayRead(uri) }
  return { record, wanted }
}

describe('the inputs of a record', () => {
  const away = 'https://intranet.example/secret.yaml'

  it('are what they were, or the first that is another is told', async () => {
    const host = hostWith({ [`${ROOT}api.yaml`]: 'a', [`${ROOT}part.yaml`]: 'p', [away]: 's' })
    const same = recordOf({ './api.yaml': 'a', './part.yaml': 'p', [away]: 's' }, () => true)
    expect(await new Inputs(host, ROOT).changed(same.record, same.wanted)).toBeUndefined()
    const other = recordOf({ './api.yaml': 'a', './part.yaml': 'q' }, () => true)
    expect(await new Inputs(host, ROOT).changed(other.record, other.wanted)).toEqual({
      uri: `${ROOT}part.yaml`,
      mayRead: true,
    })
  })

  it('are not asked for where the document may not refer to them, whatever the record says', async () => {
    const host = hostWith({ [`${ROOT}api.yaml`]: 'a', [away]: 's' })
    const { record, wanted } = recordOf({ './api.yaml': 'a', [away]: 's' }, (uri) => uri !== away)
    expect(await new Inputs(host, ROOT).changed(record, wanted)).toEqual({ uri: away, mayRead: false })
    expect(host.asked).toEqual([`${ROOT}api.yaml`])
  })
})
