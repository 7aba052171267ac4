import { LimitError, StoreError } from '../../errors/index.js'
import { rateLimitLines } from '../../primitives/replies/index.js'
import type { ExhaustedLimit, LimitRoom, LimitVerdict } from '../../services/limits/index.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

export function limitError({ bucket, retryAfterMs, quota }: ExhaustedLimit): LimitError {
  return new LimitError({ reason: bucket, retryAfterMs, headers: rateLimitLines(quota, retryAfterMs) })
}

/**
 * @throws {LimitError} when a bucket is empty
 * @throws {StoreError} when nobody could look
 */
export function assertWithin(verdict: LimitVerdict): void {
  if (verdict.allowed) return
  if (verdict.outage) throw new StoreError('unavailable', 'The limits could not be read.')
  throw limitError(verdict)
}

/**
 * Lets an address in that has failures left. Takes nothing: hosted clients share addresses, and only failures count.
 *
 * @throws as {@link assertWithin}
 */
export async function assertAddress(server: Server, context: RequestContext, room: LimitRoom): Promise<void> {
  assertWithin(await server.limits.peekAddress(context.address, room, { requestId: context.requestId }))
}

/**
 * Takes one of the network's logins: before a decision is marked as made, or a login is begun without one. Both leave
 * records, and a stranger needs nothing but patience to make them.
 *
 * @throws as {@link assertWithin}
 */
export async function debitLogin(server: Server, context: RequestContext): Promise<void> {
  assertWithin(await server.limits.debitLogin(context.address, { requestId: context.requestId }))
}
