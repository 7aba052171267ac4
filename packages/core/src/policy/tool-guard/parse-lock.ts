import { canonicalJson, parseJson, systemRuntime, type Runtime } from '../../foundation/index.js'
import { LockSchema } from './lock-schema.js'
import type { LockResult } from './lock-types.js'
import { MAX_DEFINITION_DEPTH } from './parse-tool-list.js'
import { pointer } from './pointer.js'
import { failure, findContradiction } from './verify-lock.js'

/** A definition sits three levels deep in a lock. */
const MAX_LOCK_DEPTH = MAX_DEFINITION_DEPTH + 3

/**
 * Reads `mcp-tools.lock.json` (F-51). The form is strict, and every hash that can be computed must be right: a lock that
 * contradicts itself locks nothing. A lock that was rewritten as a whole is consistent again; only a signature
 * ({@link verifyLock}) or the review of the file stops that.
 *
 * @returns the lock, or the first problem and the RFC 6901 pointer to its place
 * @example
 * ```ts
 * import { parseLock } from '@sallyport/core/tool-guard'
 *
 * const result = await parseLock('{"version":2}')
 * console.log(result.ok ? result.lock.tools.length : `${result.problem} at ${result.path}`) // unknown_version at /version
 * ```
 */
export async function parseLock(
  text: string | Uint8Array,
  runtime: Pick<Runtime, 'sha256'> = systemRuntime,
): Promise<LockResult> {
  const parsed = parseJson(text, MAX_LOCK_DEPTH)
  if (!parsed.ok) return failure(parsed.reason, '')
  try {
    canonicalJson(parsed.value)
  } catch {
    return failure('malformed', '')
  }
  const result = LockSchema.safeParse(parsed.value)
  if (!result.success) {
    const path = result.error.issues[0]?.path.map(String) ?? []
    const version = (parsed.value as { version?: unknown } | null)?.version
    if (typeof version === 'number' && version !== 1) return failure('unknown_version', '/version')
    return failure('invalid_format', pointer(path))
  }
  return (await findContradiction(result.data, runtime)) ?? { ok: true, lock: result.data }
}
