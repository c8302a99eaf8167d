import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { root } from './build.mjs'
import { bundleFolder, extension } from './extension.mjs'
import { contentTypes, vsixManifest } from './vsix-manifest.mjs'
import { zip } from './zip.mjs'

/**
 * Packs the extension. The same sources give the same bytes.
 * @param {string} bundle the folder that it is bundled in
 * @returns its bytes, and how many files it holds
 */
export async function packExtension(bundle = bundleFolder) {
  const manifest = published(JSON.parse(await readFile(join(extension, 'package.json'), 'utf8')))
  const files = new Map([
    ['package.json', Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`)],
    ['LICENSE.txt', await readFile(join(root, 'LICENSE'))],
  ])
  for (const path of ['README.md', 'CHANGELOG.md', ...(await below(join(extension, 'media'), 'media'))]) {
    files.set(path, await readFile(join(extension, path)))
  }
  for (const path of await below(bundle, ''))
    files.set(`dist/bundle/${path}`, await readFile(join(bundle, path)))
  const inside = [...files]
    .map(([path, bytes]) => [`extension/${path}`, bytes])
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const paths = ['extension.vsixmanifest', ...inside.map(([path]) => path)]
  const bytes = zip(
    new Map([
      ['extension.vsixmanifest', Buffer.from(vsixManifest(manifest))],
      ['[Content_Types].xml', Buffer.from(contentTypes(paths))],
      ...inside,
    ]),
  )
  return { bytes, count: paths.length + 1 }
}

/** What VS Code reads of package.json. */
function published({ type: _type, private: _private, devDependencies: _dependencies, ...manifest }) {
  return manifest
}

/** Files in a folder and below, with `/`, behind a prefix. */
async function below(folder, prefix) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(prefix, relative(folder, join(parentPath, name))).replaceAll('\\', '/'),
    )
    .sort()
}
