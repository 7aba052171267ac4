import * as z from 'zod/mini'
import { parseOptions, systemRuntime, type Awaitable, type Runtime } from '../../foundation/index.js'
import type { RevocationChanges, RevocationLog, Tombstone } from '../../store/index.js'
import { DEFAULT_SKEW_MS, kills } from './kills.js'
import { namedBy } from './named-by.js'
import type { RevocableToken, Revocations } from './types.js'

export interface RevocationsOptions {
  readonly log: RevocationLog
  /** Clock difference allowed between processes and to other issuers, in milliseconds. Default 30 000. */
  readonly skewMs?: number
}

const Options = z.strictObject({
  log: z.custom<RevocationLog>(
    (value: unknown) => typeof value === 'object' && value !== null,
    'expected a revocation log',
  ),
  skewMs: z._default(z.int().check(z.nonnegative()), DEFAULT_SKEW_MS),
})

/**
 * Creates the deny-list of one deployment on the log of its store. A tombstone lives until the last token it kills has
 * expired, plus twice the allowed clock difference (F-09): once because the verifier accepts a token that much longer,
 * once because the clocks of verifier and store may differ.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createRevocations } from '@sallyport/core/revocation'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const revocations = createRevocations({ log: memoryStore().revocations })
 * await revocations.revoke({ kind: 'gid', id: 'grant-1', expiresAtMs: Date.now() + 3_600_000 })
 * ```
 */
export function createRevocations(options: RevocationsOptions, runtime: Runtime = systemRuntime): Revocations {
  const { log, skewMs } = parseOptions('createRevocations', Options, options)
  const anyKills = (tombstones: readonly Tombstone[], token: RevocableToken): boolean =>
    tombstones.some((tombstone) => kills(tombstone, token, skewMs))

  const listeners = new Set<(tombstones: readonly Tombstone[] | undefined) => void>()
  const told = (changes: RevocationChanges): RevocationChanges => {
    for (const listener of listeners) listener(changes.tombstones)
    return changes
  }

  return Object.freeze<Revocations>({
    async revoke({ kind, id, expiresAtMs }) {
      const revokedAtMs = runtime.nowMs()
      const latestMs = Math.max(expiresAtMs, revokedAtMs) + 2 * skewMs
      const tombstone: Tombstone = { kind, id, revokedAtMs, expiresAtMs: latestMs }
      told({ seq: await log.append(tombstone), tombstones: [tombstone] })
    },
    seq: () => log.seq(),
    changesSince(seq) {
      const changes = log.since(seq)
      return changes instanceof Promise ? changes.then(told) : told(changes)
    },
    onChanges(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async isNamedSince(seq, token) {
      const { tombstones } = await log.since(seq)
      return tombstones === undefined || namedBy(tombstones)(token)
    },
    async revokedUntilMs({ subject, clientId }) {
      const found = await log.find([
        { kind: 'user', id: subject },
        { kind: 'client', id: clientId },
      ])
      return Math.max(0, ...found.map(({ revokedAtMs }) => revokedAtMs))
    },
    isRevoked(token): Awaitable<boolean> {
      const found = log.find(targetsOf(token))
      return found instanceof Promise ? found.then((list) => anyKills(list, token)) : anyKills(found, token)
    },
  })
}

function targetsOf(token: RevocableToken): Pick<Tombstone, 'kind' | 'id'>[] {
  const targets: Pick<Tombstone, 'kind' | 'id'>[] = [
    { kind: 'jti', id: token.tokenId },
    { kind: 'user', id: token.subject },
    { kind: 'client', id: token.clientId },
  ]
  if (token.grantId !== undefined) targets.push({ kind: 'gid', id: token.grantId })
  return targets
}
