import type { Model, Operation, Reply } from '@specward/core'
import { fieldAt } from './locations.ts'

const BOUNDING = ['enum', 'const', 'pattern'] as const

/** What the one who asks may say of where the answer goes. */
export interface FreeReply {
  readonly reply: Reply
  readonly location: string
}

/** The reply of an operation whose address the message itself gives, where no schema limits it. */
export function freeReplyOf({ method, reply, messages }: Operation): FreeReply | undefined {
  // the application itself chooses where it wants to be answered
  if (method !== 'receive' || !reply?.location?.startsWith('$message.')) return undefined
  const { location } = reply
  const fields = messages.flatMap((message) => fieldAt(location, message) ?? [])
  const isBounded =
    fields.length > 0 && fields.every((field) => BOUNDING.some((keyword) => field.all(keyword).length > 0))
  return isBounded ? undefined : { reply, location }
}

/** True where the channel of the reply has a fixed address, whatever the message says. */
export function hasFixedAddress({ channel }: Reply): boolean {
  return channel?.address !== undefined && !channel.address.includes('{')
}

/** True where the address of the reply's channel is left out, or null: then the message alone says where to. */
export function hasNoAddress({ channel }: Reply): boolean {
  return channel !== undefined && channel.address === undefined
}

/** Whether the reply names a channel at all, also one that could not be read. */
export function namesChannel({ node }: Reply, model: Model): boolean {
  return (model.resolve(node) ?? node).child('channel') !== undefined
}
