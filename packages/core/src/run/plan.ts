import type { Host } from '../host.ts'
import { ConfigurationFailure } from '../policy/configuration-failure.ts'
import { createPolicyCache, findPolicy, findRoot, type PolicyCache } from '../policy/find.ts'
import { folderOf, isFileBeside } from '../policy/folders.ts'
import type { ConfigurationError } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import { isInside } from '../resolve/uri.ts'
import type { Loader } from '../source/load.ts'
import type { LintRequest } from './request.ts'

/**
 * Finds for each document the policy that it is judged by; a document that is asked for twice is judged once.
 * Throws `ConfigurationFailure` with what is wrong in any configuration.
 */
export async function planTasks(
  request: LintRequest,
  host: Host,
  loader: Loader,
  cache: PolicyCache = createPolicyCache(host, loader),
): Promise<readonly Task[]> {
  const { registry, version, config, presets, failOn, today, workingDirectory } = request
  const rulesets = request.rulesetEngine && {
    engine: request.rulesetEngine,
    named: request.rulesets,
    allowScripts: request.allowScripts,
    scriptAdvice: request.scriptAdvice,
    workingDirectory,
  }
  const tasks = new Map<string, Task>()
  const errors = new Map<string, ConfigurationError>()
  for (const document of request.documents) {
    if (tasks.get(document.uri)?.document.named) continue
    const found = await findRoot(document.uri, host, { workingDirectory, config, cache })
    const isFile = isFileBeside(document.uri, workingDirectory)
    const root = isInside(document.uri, found) ? found : folderOf(document.uri)
    // for what is no file, the configuration is that of the working directory
    const where = { root: isFile ? root : found, config }
    const options = { host, ...where, registry, version, presets, failOn, today, cache, rulesets }
    const result = await findPolicy(document.uri, options)
    if ('policy' in result) {
      const { config } = result
      tasks.set(document.uri, { document, policy: result.policy, config, root })
    } else for (const error of result.errors) errors.set(JSON.stringify(error), error)
  }
  if (errors.size > 0) throw new ConfigurationFailure([...errors.values()])
  return [...tasks.values()]
}
