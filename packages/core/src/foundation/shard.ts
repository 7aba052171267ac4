import { encodeBase64Url } from './bytes.js'
import type { Runtime } from './runtime.js'

/** Our `sub`, a SHA-256: evenly spread already (docs/decisions/shard.md). */
const OURS = /^[A-Za-z0-9_-]{43}$/

/** The three characters that begin the ids of one person. A foreign `sub` is hashed first: many begin alike. */
export async function shardOf(subject: string, runtime: Pick<Runtime, 'sha256'>): Promise<string> {
  return (OURS.test(subject) ? subject : encodeBase64Url(await runtime.sha256(subject))).slice(0, 3)
}
