import { encodeBase64Url } from './bytes.js'
import type { Runtime } from './runtime.js'
import type { Awaitable } from './types.js'

/** Our `sub`, a SHA-256: evenly spread already (docs/decisions/shard.md). */
const OURS = /^[A-Za-z0-9_-]{43}$/

/**
 * The three characters that begin the ids of one person. A foreign `sub` is hashed first: many begin alike. Synchronous
 * where the digest is.
 */
export function shardOf(subject: string, runtime: Pick<Runtime, 'sha256'>): Awaitable<string> {
  if (OURS.test(subject)) return subject.slice(0, 3)
  const digest = runtime.sha256(subject)
  return digest instanceof Promise ? digest.then(firstCharacters) : firstCharacters(digest)
}

const firstCharacters = (digest: Uint8Array): string => encodeBase64Url(digest).slice(0, 3)
