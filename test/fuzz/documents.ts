import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { completeExample } from '@specward/core/testing'
import { registry } from '@specward/rulesets'

/** A description that cases are made from. */
export interface Source {
  readonly name: string
  readonly text: string
  /** Whether it is a whole description rather than the example of a rule. */
  readonly isWhole: boolean
}

const NAME = /\.(?:ya?ml|json)$/

/** Larger ones would leave no time for all others. */
const LARGEST = 1_500_000

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) =>
      NAME.test(name) || statSync(join(path, name)).isDirectory() ? filesIn(join(path, name)) : [],
    )
}

/** Rows of the corpus that are whole descriptions in one file. */
function corpusFiles(folder: string): readonly string[] {
  const index = join(folder, 'INDEX.tsv')
  if (!existsSync(index)) return filesIn(folder)
  const [head = '', ...rows] = readFileSync(index, 'utf8').trim().split('\n')
  const column = (name: string): number => head.split('\t').indexOf(name)
  return rows
    .map((row) => row.split('\t'))
    .filter((cells) => cells[column('kind')] === 'api')
    .map((cells) => join(folder, cells[column('path')] ?? ''))
}

/** The examples of all rules, completed to descriptions: small, and each of them about something. */
async function examples(): Promise<readonly Source[]> {
  const all = registry.rules.flatMap(({ rule }) =>
    [...rule.examples.bad, ...rule.examples.good].map((each) => [rule.id, each] as const),
  )
  return Promise.all(
    all.map(async ([id, example]) => ({
      name: `${id}: ${example.title}`,
      text: await completeExample(example),
      isWhole: false,
    })),
  )
}

/**
 * What there is to make cases from: real descriptions, and our own.
 * @param paths files and folders of real descriptions; by default the corpus beside the repository, if there is one
 * @param root folder of the repository
 */
export async function readSources(paths: readonly string[], root: string): Promise<readonly Source[]> {
  const corpus = join(root, '../shared/corpus')
  const real = paths.length > 0 ? paths.flatMap(filesIn) : existsSync(corpus) ? corpusFiles(corpus) : []
  const own = ['examples', 'test/secure'].flatMap((folder) => filesIn(join(root, folder)))
  const files = [...real, ...own].filter((file) => statSync(file).size <= LARGEST)
  return [
    ...files.map((file) => ({ name: file, text: readFileSync(file, 'utf8'), isWhole: true })),
    ...(await examples()),
  ]
}
