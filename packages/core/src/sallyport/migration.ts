import { ConfigError } from '../errors/index.js'
import type { Runtime } from '../foundation/index.js'
import type { UpstreamTokenRules } from '../services/tokens/index.js'
import { assertVerification } from './issuer-options.js'
import type { Settings } from './options.js'
import type { KnownScopes } from './resources.js'

const DAY_MS = 86_400_000

function refuse(problem: string, fix: string): never {
  throw new ConfigError({ option: 'authorizationServer.unsafelyAcceptUpstreamTokens', problem, fix })
}

/** The end of that day in UTC: the calendar is the operator's, the clock is everybody's. */
function endOfDayMs(until: string): number {
  const startMs = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(`${until}T00:00:00Z`) : NaN
  // `2027-02-31` is read as a day in March.
  if (Number.isNaN(startMs) || !new Date(startMs).toISOString().startsWith(until)) {
    refuse(`${JSON.stringify(until)} is no day.`, "Write it like until: '2027-03-31'.")
  }
  return startMs + DAY_MS
}

/**
 * Under which rules tokens of the upstream provider are let in; `undefined` when they are not (F-11).
 *
 * @throws {ConfigError} also when the migration is over, and together with `unsafelyExposeToken`
 */
export function upstreamTokenRules(
  settings: Settings,
  scopes: KnownScopes,
  runtime: Pick<Runtime, 'nowMs'>,
): UpstreamTokenRules | undefined {
  const { authorizationServer, resources, unsafelyAllowHttpLoopback, unsafelyExposeToken } = settings
  const migration = authorizationServer?.unsafelyAcceptUpstreamTokens
  if (!authorizationServer || !migration) return undefined
  assertVerification('authorizationServer.unsafelyAcceptUpstreamTokens', migration, unsafelyAllowHttpLoopback)
  if (unsafelyExposeToken) {
    // What such a client sends is a credential of the provider itself, and must go nowhere from here (RS-39).
    refuse('tools would hold tokens of the provider, and could send them there.', 'Remove unsafelyExposeToken.')
  }
  const untilMs = endOfDayMs(migration.until)
  if (!(runtime.nowMs() < untilMs)) {
    refuse(`the migration ended on ${migration.until}.`, 'Remove the option: clients get tokens of this server now.')
  }
  const unknown = migration.scopes.find((scope) => !scopes.names.includes(scope))
  if (unknown !== undefined) {
    refuse(`there is no scope ${JSON.stringify(unknown)}.`, 'Name scopes that operations or scopes have.')
  }
  return {
    issuer: authorizationServer.issuer,
    resources: Object.values(resources),
    audience: migration.audience,
    scopes: Object.freeze([...migration.scopes]),
    untilMs,
    // What a person has ended stays ended: the tombstone lives as long as a grant may.
    maxAgeMs: Math.min(DAY_MS, authorizationServer.lifetimes.grantMs ?? DAY_MS),
  }
}
