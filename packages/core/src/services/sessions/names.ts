import { encodeBase64Url, randomBase64Url, shardOf, type Awaitable, type Runtime } from '../../foundation/index.js'
import type { SessionOwner } from './types.js'

const KEY_PREFIX = 'session:'
/** Shard and digest. */
const PUBLIC_ID = /^[A-Za-z0-9_-]{46}$/

type Digests = Pick<Runtime, 'sha256'>

/** 256 random bits. Where a record lies is said by the verified subject, so the id need not (ST-21). */
export const newSessionId = (runtime: Pick<Runtime, 'randomBytes'>): string => randomBase64Url(32, runtime)

/** Synchronous where digests are: the look-up goes out together with the others of its request. */
function named(prefix: string, subject: string, parts: readonly string[], runtime: Digests): Awaitable<string> {
  const shard = shardOf(subject, runtime)
  const digest = runtime.sha256(JSON.stringify(parts))
  const name = (shardText: string, bytes: Uint8Array): string => prefix + shardText + encodeBase64Url(bytes)
  if (typeof shard === 'string' && !(digest instanceof Promise)) return name(shard, digest)
  return Promise.all([shard, digest]).then(([shardText, bytes]) => name(shardText, bytes))
}

/**
 * The key of a session, its owner and its id in one hash: whoever else asks for the id asks for another record, which
 * does not exist (ST-23, ST-24).
 */
export function sessionKey(owner: SessionOwner, sessionId: string, runtime: Digests): Awaitable<string> {
  const { issuer, subject, clientId, resource } = owner
  return named(KEY_PREFIX, subject, [issuer, subject, clientId, resource, sessionId], runtime)
}

/** The indexes of a session; the last one holds all sessions of one owner. */
export async function sessionIndexes(owner: SessionOwner, runtime: Digests): Promise<readonly string[]> {
  const { issuer, subject, clientId, resource } = owner
  const own = await named('sessions:', subject, [issuer, subject, clientId, resource], runtime)
  return [`user:${subject}`, `client:${clientId}`, 'kind:session', own]
}

export const isSessionKey = (key: string): boolean => key.startsWith(KEY_PREFIX)

/** What may be shown of a key: it finds the record, and opens nothing. */
export const publicIdOf = (key: string): string => key.slice(KEY_PREFIX.length)

/** @returns `undefined` for what is no public id */
export const keyOfPublicId = (id: string): string | undefined => (PUBLIC_ID.test(id) ? KEY_PREFIX + id : undefined)
