import * as z from 'zod/mini'
import { LRUCache } from 'lru-cache'
import { ConfigError, OAuthError } from '../../errors/index.js'
import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { authenticatedForm, type Outbound } from '../../primitives/outbound/index.js'
import { refuseToken, type JsonObject } from './jws.js'

export interface IntrospectionOptions {
  /** Where the authorization server answers, RFC 7662 §2. From configuration, never from a token. */
  readonly endpoint: string
  /** How this server is known there. */
  readonly clientId: string
  /** As registered there. */
  readonly clientSecret: string
  /** How this server proves itself there. Default `client_secret_basic`. */
  readonly authMethod?: 'client_secret_basic' | 'client_secret_post'
  /** How long an answer may be believed, in milliseconds: so long a revoked token can live on. Default 30 000, at most 300 000. */
  readonly maxStaleMs?: number
}

/** What the authorization server says of a token that is active. */
export interface IntrospectedToken {
  readonly claims: JsonObject
  /** The answer is to be asked for anew from then on. Milliseconds since the epoch. */
  readonly freshUntilMs: number
}

/** Asks an authorization server about tokens, at most once in `maxStaleMs` for each. */
export interface Introspection {
  /**
   * @param digest names the token in memory, so that the token itself is not kept
   * @throws {OAuthError} `invalid_token` when it is not active, `temporarily_unavailable` when there is no usable answer
   */
  ask(token: string, digest: string): Promise<IntrospectedToken>
}

const Options = z.strictObject({
  endpoint: z.string().check(z.minLength(1)),
  clientId: z.string().check(z.minLength(1)),
  clientSecret: z.string().check(z.minLength(1)),
  authMethod: z._default(z.enum(['client_secret_basic', 'client_secret_post']), 'client_secret_basic'),
  maxStaleMs: z._default(z.int().check(z.minimum(0), z.maximum(300_000)), 30_000),
})

/** A token that a server does not know yet may be known to it in a moment (RFC 7662 §4). */
const INACTIVE_MS = 5_000
/** RFC 7009 §2.2.1. Servers whose access tokens are all opaque say it of a JWT; of other tokens 400 is about us. */
const UNSUPPORTED = 'unsupported_token_type'
const MAX_ACTIVE = 10_000
/** Apart from the others: whoever invents tokens displaces nobody's. */
const MAX_INACTIVE = 1_000
/** Strangers with invented tokens must neither flood the authorization server nor pile up here while it is slow. */
const MAX_IN_FLIGHT = 32

const outage = (reason: string): OAuthError => new OAuthError('temporarily_unavailable', { reason })

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `undefined` is remembered too: the token is not active. */
interface Answer {
  readonly claims: JsonObject | undefined
  readonly untilMs: number
}

/**
 * Creates the client of one introspection endpoint (RFC 7662): authenticated POST, no redirects, bounded in time and size
 * by `outbound`, one request for all who ask about a token at the same time. Only `active: true`, the boolean, is a yes
 * (RS-37). Answers are kept by digest, never beyond `exp` or `maxStaleMs`; a no for up to 5 s; failures never (RS-38).
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createOutbound } from '@sallyport/core/outbound'
 * import { createIntrospection } from '@sallyport/core/tokens'
 *
 * const introspection = createIntrospection(
 *   { endpoint: 'https://login.example.com/introspect', clientId: 'notes', clientSecret: 'from your secret store' },
 *   createOutbound({ timeoutMs: 5_000 }),
 * )
 * console.log(typeof introspection.ask)
 * ```
 */
export function createIntrospection(
  options: IntrospectionOptions,
  outbound: Pick<Outbound, 'fetchJson' | 'checkUrl'>,
  runtime: Pick<Runtime, 'nowMs'> = systemRuntime,
): Introspection {
  const { endpoint, maxStaleMs, ...credentials } = parseOptions('createIntrospection', Options, options)
  assertEndpoint(endpoint, outbound)
  const active = new LRUCache<string, Answer>({ max: MAX_ACTIVE })
  const inactive = new LRUCache<string, Answer>({ max: MAX_INACTIVE })
  const flights = new Map<string, Promise<Answer>>()

  async function send(token: string): Promise<Answer> {
    const askedAtMs = runtime.nowMs()
    const form = authenticatedForm(credentials, { token, token_type_hint: 'access_token' })
    const { status, body } = await outbound.fetchJson(endpoint, form)
    // RFC 7662 §2.3: it is us who were refused. Of the token this says nothing.
    if (status === 401) throw outage('introspection_unauthenticated')
    const unsupported = status === 400 && isObject(body) && body['error'] === UNSUPPORTED
    if (status !== 200 && !unsupported) throw outage('introspection_status')
    if (!isObject(body)) throw outage('introspection_malformed')
    if (unsupported || !Object.hasOwn(body, 'active') || body['active'] !== true)
      return { claims: undefined, untilMs: askedAtMs + Math.min(INACTIVE_MS, maxStaleMs) }
    const exp = Object.hasOwn(body, 'exp') ? Number(body['exp']) * 1000 : NaN
    return { claims: body, untilMs: Math.min(askedAtMs + maxStaleMs, exp > 0 ? exp : Infinity) }
  }

  async function fly(token: string, digest: string): Promise<Answer> {
    try {
      const answer = await send(token)
      const kept = answer.claims === undefined ? inactive : active
      if (runtime.nowMs() < answer.untilMs) kept.set(digest, answer)
      return answer
    } finally {
      flights.delete(digest)
    }
  }

  function answerFor(token: string, digest: string): Answer | Promise<Answer> {
    const nowMs = runtime.nowMs()
    const held = [active.get(digest), inactive.get(digest)].find((answer) => answer && nowMs < answer.untilMs)
    if (held !== undefined) return held
    const flying = flights.get(digest)
    if (flying !== undefined) return flying
    if (flights.size >= MAX_IN_FLIGHT) throw outage('introspection_busy')
    const flight = fly(token, digest)
    flights.set(digest, flight)
    return flight
  }

  return Object.freeze<Introspection>({
    async ask(token, digest) {
      const { claims, untilMs } = await answerFor(token, digest)
      if (claims === undefined) return refuseToken('token_inactive')
      return { claims, freshUntilMs: untilMs }
    },
  })
}

function assertEndpoint(endpoint: string, outbound: Pick<Outbound, 'checkUrl'>): void {
  try {
    outbound.checkUrl(endpoint)
  } catch (cause) {
    const fix = 'Use https, without credentials or a fragment.'
    throw new ConfigError(
      { option: 'createIntrospection: endpoint', problem: 'the address may not be asked.', fix },
      { cause },
    )
  }
}
