import { expect, it } from 'vitest'
import { isSaidToBeCalled } from './url-evidence.ts'

it.each([
  ['statusCallback', '', '/calls'],
  ['feedUrl', '', '/sources'],
  ['repo_clone_url', '', '/apps'],
  ['url', 'The URL that we should call when a message comes in.', '/numbers'],
  ['url', 'A URL from which the image may be retrieved.', '/images'],
  ['target', 'The endpoint to perform healthchecks on.', '/checks'],
  ['target_url', 'An external service that all events are pushed to.', '/subscriptions'],
  ['audio_url', 'The URL of the audio file to transcribe.', '/transcripts'],
])('takes `%s` with %j for one that is called', (name, words, place) => {
  expect(isSaidToBeCalled(name, words, place)).toBe(true)
})

it.each([
  ['url', '', '/links'],
  ['target_url', 'This URL will be linked from the page of the status.', '/statuses'],
  ['totp_url', 'The otpauth: URL.', '/identities'],
  ['callbackUrl', 'Where the browser is redirected to.', '/things'],
  ['callbackUrls', '', '/oauth-clients'],
  ['CallbackURLs', '', 'CreateUserPoolClientRequest /pools'],
  ['nonResourceURLs', 'A set of partial URLs.', '/roles'],
  ['feedUrl', 'Deprecated. Use `feeds`.', '/sources'],
])('takes `%s` with %j at %j for one that is not', (name, words, place) => {
  expect(isSaidToBeCalled(name, words, place)).toBe(false)
})
