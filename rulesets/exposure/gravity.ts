import type { Sensitivity } from '@specward/core'

/** Data by which people are reached: it may as well belong to a desk, a shop or a published author. */
export const CONTACT: ReadonlySet<string> = new Set(['email address', 'phone number', 'postal address'])

/** True for what hardly stands for anything else, and does harm by itself. */
export function isGrave(sensitivity: Sensitivity | undefined): sensitivity is Sensitivity {
  return sensitivity?.confidence === 'certain' && !CONTACT.has(sensitivity.term)
}
