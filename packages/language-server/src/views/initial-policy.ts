import { initialPolicy, isOpenRead } from '@specward/core'
import { isTestBroker } from '@specward/rulesets'
import type { Desk } from '../desk.ts'
import { keyOf } from '../files.ts'
import type { InitialPolicyAnswer } from './protocol.ts'

/**
 * A first `specward.yaml`, as `specward init` writes it, with what the descriptions in the folder tell. Those that are
 * not open have been judged, and nothing else of them is kept: they add nothing.
 *
 * @param folder URI of a folder
 */
export function initialPolicyFor(desk: Desk, folder: string): InitialPolicyAnswer {
  const hosts = new Set<string>()
  const publicReads = new Set<string>()
  for (const { uri, understood } of desk.kept) {
    if (!understood || !keyOf(uri).startsWith(keyOf(folder))) continue
    const { model } = understood
    for (const { host, reach } of model.select('server')) {
      // where everybody may read and write, nobody is trusted
      if (reach === 'public' && !isTestBroker(host)) hosts.add(host)
    }
    for (const operation of model.document.operations)
      if (isOpenRead(operation)) publicReads.add(operation.label)
  }
  return { text: initialPolicy({ hosts, publicReads }, undefined) }
}
