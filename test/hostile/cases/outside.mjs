import { json } from '../documents.mjs'

const MARK = 'what-nobody-may-see'
const OUTSIDE = { exit: 3, code: 'ref-outside-root', sees: true }

/** A project beside a folder that is none of its business, with a path item that refers to something. */
function referring(name, $ref, more = {}) {
  return {
    name,
    files: () => ({
      'project/api.json': json({}, { '/there': { $ref } }),
      'project/.git/config': `${MARK}: 1\n`,
      'outside/a.yaml': `${MARK}: 1\n`,
      ...more.files,
    }),
    secret: [more.secret ?? MARK],
    expected: more.expected ?? OUTSIDE,
  }
}

/** @type {import('../case.mjs').Case[]} */
export const outside = [
  referring('a reference to `..`', '../outside/a.yaml'),
  referring('a reference to `..`, percent-encoded', '%2e%2e/outside/a.yaml'),
  referring('a reference to `..`, with backslashes', '..\\outside\\a.yaml'),
  referring('a reference to /etc/passwd', '/etc/passwd', { secret: 'root:x:0' }),
  referring('a reference to file:///etc/passwd', 'file:///etc/passwd', { secret: 'root:x:0' }),
  referring('a reference to a file on another machine (UNC)', '\\\\server\\share\\a.yaml'),
  referring('a reference to a link to a folder outside', 'link/a.yaml', {
    files: { 'project/link': { linkTo: '../outside' } },
  }),
  referring('a reference to a link to a file outside', 'link.yaml', {
    files: { 'project/link.yaml': { linkTo: '../outside/a.yaml' } },
  }),
  referring('a reference into the folder of git', '.git/config'),
  referring('a reference into the folder of git, in capitals', '.GIT/config'),
  referring('a reference to a device that never ends', '/dev/zero'),
  referring('a reference to a device inside, by a link', 'link.yaml', {
    files: { 'project/link.yaml': { linkTo: '/dev/zero' } },
  }),
  referring('a reference to this machine over http', 'http://127.0.0.1:9/a.yaml', {
    expected: { exit: 3, code: 'ref-host-not-allowed', sees: true },
  }),
]
