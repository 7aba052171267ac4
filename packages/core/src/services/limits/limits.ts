import type { AuditContext, Auditor } from '../../audit/index.js'
import { memo, parseOptions } from '../../foundation/index.js'
import { addressNetwork } from '../../policy/transport/index.js'
import { createJudge, type Charge } from './judge.js'
import { Options, type LimitRate, type LimitsOptions } from './options.js'
import type { LimitContext, LimitRoom, Limits } from './types.js'

const KNOWN_ADDRESSES = 1_000

/**
 * Creates the limits of one deployment (F-40, AS-66, AS-102). Addresses pay for failures only, because hosted clients
 * share theirs; registrations, guessed client secrets and the operations of a user have buckets of their own. Attempts
 * that run at the same time are all judged before the first of them has failed. A cost above the burst counts as the
 * burst.
 *
 * @param audit told about every refusal and every store outage
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createLimits } from '@sallyport/core/limits'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const limits = createLimits({ buckets: memoryStore().buckets }, { record: (event) => console.log(event.kind) })
 * const verdict = await limits.peekAddress('203.0.113.9', 'token')
 * if (verdict.allowed) await limits.failed('203.0.113.9', 'token')
 * ```
 */
export function createLimits(options: LimitsOptions, audit: Auditor): Limits {
  const { buckets, failures, registrations, logins, clientSecrets, user, userClient, onStoreFailure } = parseOptions(
    'createLimits',
    Options,
    options,
  )
  const judge = createJudge(buckets, onStoreFailure, audit)

  /** Reading an address costs more than judging its bucket, and addresses come back. */
  const networkOf = memo(KNOWN_ADDRESSES, addressNetwork)

  const ofNetwork = (name: string, address: string | undefined, rate: LimitRate): Charge => ({
    name,
    key: `${name}:${networkOf(address ?? '')}`,
    rate,
    cost: 1,
  })
  const ofAddress = (address: string | undefined, room: LimitRoom): Charge => ({
    name: `address-${room}`,
    key: `address:${room}:${networkOf(address ?? '')}`,
    rate: failures[room],
    cost: 1,
  })
  const ofSecret = (clientId: string): Charge => ({
    name: 'client-secret',
    key: `client-secret:${clientId}`,
    rate: clientSecrets,
    cost: 1,
  })
  const at = (address: string | undefined, context: LimitContext | undefined) => (): AuditContext =>
    address === undefined ? { ...context } : { ...context, address }

  return Object.freeze<Limits>({
    peekAddress: (address, room, context) =>
      judge.verdict([{ ...ofAddress(address, room), peek: true }], at(address, context)),
    failed: (address, room, context) => judge.note(ofAddress(address, room), at(address, context)),
    debitRegistration: (address, context) =>
      judge.verdict([ofNetwork('registration', address, registrations)], at(address, context)),
    debitLogin: (address, context) => judge.verdict([ofNetwork('login', address, logins)], at(address, context)),
    peekClientSecret: (clientId, context) =>
      judge.verdict([{ ...ofSecret(clientId), peek: true }], () => ({ ...context, clientId })),
    failedClientSecret: (clientId, context) => judge.note(ofSecret(clientId), () => ({ ...context, clientId })),
    debitPrincipal({ issuer, subject, clientId }, { cost }, context) {
      const charges: Charge[] = [{ name: 'user', key: `user:${JSON.stringify([issuer, subject])}`, rate: user, cost }]
      if (userClient !== undefined) {
        const key = `user-client:${JSON.stringify([issuer, subject, clientId])}`
        charges.push({ name: 'user-client', key, rate: userClient, cost })
      }
      return judge.verdict(charges, () => ({ ...context, subject, clientId }))
    },
  })
}
