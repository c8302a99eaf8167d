import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const HEAD = `The files beside this one hold code of the packages below, under these licenses.
`

/**
 * The licenses of packages whose modules are part of a bundle: most of them ask to be passed on with the code.
 * @param {readonly string[]} modules absolute paths
 */
export async function licenseTexts(modules) {
  const folders = new Set(modules.flatMap((id) => packageFolder(id) ?? []))
  const entries = await Promise.all([...folders].map(describe))
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  return [HEAD, ...sorted.map(({ name, text }) => `${'-'.repeat(80)}\n${name}\n\n${text.trim()}\n`)].join(
    '\n',
  )
}

/** The folder of the package that a module belongs to; undefined for what is ours. */
function packageFolder(id) {
  return /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1]
}

async function describe(folder) {
  const { name, version, license, author, licenses } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const spdx = license ?? licenses?.map(({ type }) => type).join(', ')
  if (!spdx && texts.length === 0) throw new Error(`${name} says nothing of its license.`)
  const by = typeof author === 'string' ? author : author?.name
  const short = `License: ${spdx?.type ?? spdx ?? 'see below'}${by ? `\nAuthor: ${by}` : ''}`
  return { name: `${name} ${version}`, text: [short, ...texts].join('\n\n') }
}
