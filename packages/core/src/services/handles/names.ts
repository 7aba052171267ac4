import { canonicalJson, randomBase64Url, sha256Base64Url, shardOf, type Runtime } from '../../foundation/index.js'
import type { HandleOwner } from './types.js'

/** `hnd_<shard><256 random bits>`. */
const HANDLE = /^hnd_([A-Za-z0-9_-]{3})[A-Za-z0-9_-]{43}$/

/** Who owns a handle, in one text; the grant may change, the owner stays. */
function ownerText({ issuer, subject, clientId, resource }: HandleOwner): string {
  return canonicalJson([issuer, subject, clientId, resource])
}

/** 256 random bits behind the shard of their owner, so that a sharded store keeps a person's records together. */
export async function newHandle(owner: HandleOwner, runtime: Pick<Runtime, 'sha256' | 'randomBytes'>): Promise<string> {
  return `hnd_${await shardOf(owner.subject, runtime)}${randomBase64Url(32, runtime)}`
}

/**
 * The key of a handle, `<user>:<handle>` as a hash (ST-58): whoever else asks for the handle asks for another record,
 * which does not exist.
 *
 * @returns `undefined` for what is no handle, or has another person's shard
 */
export async function handleKey(
  owner: HandleOwner,
  handle: unknown,
  runtime: Pick<Runtime, 'sha256'>,
): Promise<string | undefined> {
  const shard = typeof handle === 'string' ? HANDLE.exec(handle)?.[1] : undefined
  if (shard === undefined || shard !== (await shardOf(owner.subject, runtime))) return undefined
  return `handle:${shard}${await sha256Base64Url(`${ownerText(owner)}:${String(handle)}`, runtime)}`
}

/** The index of all handles of one owner. */
export async function ownerIndex(owner: HandleOwner, runtime: Pick<Runtime, 'sha256'>): Promise<string> {
  return `handles:${await shardOf(owner.subject, runtime)}${await sha256Base64Url(ownerText(owner), runtime)}`
}
