import type { Principal } from '../../policy/access/index.js'

/**
 * What a session, a task or a handle belongs to (ST-24): a refreshed token keeps it, another client of the same person
 * does not get it.
 */
export function ownerOf({ issuer, subject, clientId, resource }: Principal): string {
  return JSON.stringify([issuer, subject, clientId, resource])
}
