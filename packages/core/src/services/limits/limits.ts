import type { AuditContext, Auditor } from '../../audit/index.js'
import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { createBlockedNetworks } from './blocked.js'
import { createBuckets } from './buckets.js'
import { createJudge, type Charge } from './judge.js'
import { Options, type LimitsOptions } from './options.js'
import { createSlots } from './slots.js'
import type { Limits } from './types.js'

const at = (address: string | undefined, context: AuditContext | undefined) => (): AuditContext =>
  address === undefined ? { ...context } : { ...context, address }

const asked = (charges: readonly Charge[]): readonly Charge[] => charges.map((charge) => ({ ...charge, peek: true }))

/**
 * Creates the limits of one deployment (F-40…F-44, AS-66, AS-102). Addresses pay for failures only, because hosted clients
 * share theirs; registrations, guessed client secrets and the operations of a user have buckets of their own. Buckets are
 * named by what was verified (issuer, subject, client, the operation that runs, the address of the socket), never by what
 * a client says about itself (TL-04). A cost above the burst counts as the burst.
 *
 * @param audit told about every refusal and every store outage
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createLimits } from '@sallyport/core/limits'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const limits = createLimits(
 *   { buckets: memoryStore().buckets, roles: { premium: { burst: 1000, intervalMs: 50 } } },
 *   { record: (event) => console.log(event.kind) },
 * )
 * const verdict = await limits.peekAddress('203.0.113.9', 'token')
 * if (verdict.allowed) await limits.failed('203.0.113.9', 'token')
 * ```
 */
export function createLimits(
  options: LimitsOptions,
  audit: Auditor,
  runtime: Pick<Runtime, 'nowMs'> = systemRuntime,
): Limits {
  const settings = parseOptions('createLimits', Options, options)
  const buckets = createBuckets(settings)
  const judge = createJudge(settings.buckets, audit)
  const blocked = createBlockedNetworks(runtime)
  const enter = createSlots('concurrent', settings.concurrent)

  return Object.freeze<Limits>({
    peekAddress: (address, room, context) =>
      judge.verdict(asked(buckets.ofFailure(address, room)), at(address, context)),
    failed: (address, room, context) =>
      judge.verdict(buckets.ofFailure(address, room), at(address, context), blocked.learn),
    isBlocked(address, room, context) {
      // Where hosts tell no address, one stranger's failures must not keep all callers out.
      if (address === undefined || blocked.isEmpty()) return undefined
      const found = blocked.find(buckets.ofFailure(address, room))
      return found && judge.refuse(found, at(address, context))
    },
    debitRegistration: (address, context) => judge.verdict(buckets.ofRegistration(address), at(address, context)),
    debitLogin: (address, context) => judge.verdict(buckets.ofLogin(address), at(address, context)),
    peekClientSecret: (clientId, address, context) =>
      judge.verdict(asked(buckets.ofSecret(clientId, address)), at(address, { ...context, clientId })),
    failedClientSecret: (clientId, address, context) =>
      judge.verdict(buckets.ofSecret(clientId, address), at(address, { ...context, clientId })),
    debitPrincipal: (principal, call, context) =>
      judge.verdict(buckets.ofPrincipal(principal, call), () => {
        const { subject, clientId } = principal
        return { ...context, subject, clientId }
      }),
    enter(principal, context) {
      const { issuer, subject, clientId } = principal
      // An issuer is configured and has no line break, so no two people share a key.
      const entry = enter(`${issuer}\n${subject}`)
      return entry.allowed ? entry : judge.refuse(entry, () => ({ ...context, subject, clientId }))
    },
  })
}
