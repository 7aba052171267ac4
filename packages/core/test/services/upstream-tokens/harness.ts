import { OAuthError } from '../../../src/errors/index.js'
import type { AuditInput } from '../../../src/audit/index.js'
import { systemRuntime } from '../../../src/foundation/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createSealer, type Sealer } from '../../../src/primitives/sealing/index.js'
import {
  createUpstreamTokens,
  type UpstreamTokenEndpoint,
  type UpstreamTokens,
  type UpstreamTokensOptions,
} from '../../../src/services/upstream-tokens/index.js'
import { memoryStore } from '../../../src/store/index.js'

export const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A provider that rotates refresh tokens and refuses the old ones. */
function rotatingEndpoint(lifetimeMs: number | undefined, nowMs: () => number) {
  let generation = 1
  const state = { refreshes: 0, fails: undefined as OAuthError | undefined, revoked: [] as UpstreamTokens[] }
  /** Resolves when the provider may answer. */
  let gate: Promise<void> = Promise.resolve()
  const tokensOf = (n: number): UpstreamTokens => ({
    accessToken: `access-${String(n)}`,
    tokenType: 'Bearer',
    refreshToken: `refresh-${String(n)}`,
    ...(lifetimeMs === undefined ? {} : { expiresAtMs: nowMs() + lifetimeMs }),
  })
  const endpoint: UpstreamTokenEndpoint = {
    issuer: 'https://login.example.com',
    async refresh({ refreshToken }) {
      state.refreshes++
      if (state.fails !== undefined) throw state.fails
      if (refreshToken !== `refresh-${String(generation)}`) {
        throw new OAuthError('invalid_grant', { reason: 'upstream_invalid_grant' })
      }
      const fresh = ++generation
      await gate
      await systemRuntime.delay(5)
      return tokensOf(fresh)
    },
    revoke(tokens) {
      state.revoked.push(tokens)
      return state.fails === undefined ? Promise.resolve() : Promise.reject(state.fails)
    },
  }
  const hold = (): (() => void) => {
    let open = (): void => undefined
    gate = new Promise((resolve) => (open = resolve))
    return open
  }
  return { endpoint, state, first: tokensOf(1), hold }
}

/** Two processes on one store, with one provider. Waiting costs a real millisecond, and no time on the clock. */
export function world(
  options: Partial<UpstreamTokensOptions> & { readonly lifetimeMs?: number; readonly endless?: boolean } = {},
) {
  const { lifetimeMs = HOUR, endless = false, ...rest } = options
  const clock = fakeRuntime()
  const runtime = { ...clock, delay: () => systemRuntime.delay(1) }
  const { records } = memoryStore({}, runtime)
  const sealer: Sealer = createSealer([{ kid: 'k1', secret: systemRuntime.randomBytes(32) }], 'vault')
  const provider = rotatingEndpoint(endless ? undefined : lifetimeMs, runtime.nowMs)
  const events: AuditInput[] = []
  const audit = { record: (event: AuditInput) => void events.push(event) }
  const vaultOn = (changes: Partial<UpstreamTokensOptions> = {}) =>
    createUpstreamTokens({ records, sealer, endpoint: provider.endpoint, ...rest, ...changes }, audit, runtime)
  const [vault, other] = [vaultOn(), vaultOn()]
  const owner = (grantId: string, subject = 'user-1') => ({ grantId, subject, expiresAtMs: clock.nowMs() + 30 * DAY })
  const store = (grantId = 'g1', tokens = provider.first) => vault.store(owner(grantId), tokens)
  return { ...provider, clock, records, sealer, events, vault, other, vaultOn, owner, store }
}

export const outage = (): OAuthError => new OAuthError('temporarily_unavailable', { reason: 'outbound_timeout' })
export const refusal = (): OAuthError => new OAuthError('invalid_grant', { reason: 'upstream_invalid_grant' })
