import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { parseOptions, type Awaitable } from '../../foundation/index.js'
import {
  createOperationPolicy,
  type Operation,
  type OperationRules,
  type Principal,
} from '../../policy/access/index.js'
import { createScopeCatalogue, type ScopeDefinitions } from '../../policy/scopes/index.js'
import { REVISIONS, type Revision } from '../../policy/transport/index.js'
import { assertResource } from '../../policy/uris/index.js'
import type { Limits } from '../../services/limits/index.js'
import type { SessionGate } from '../../services/sessions/index.js'
import type { TokenVerifier } from '../../services/tokens/index.js'
import type { Streams } from './streams.js'

/** A request whose scopes and roles suffice, for a last look. */
export interface AuthorizedRequest {
  readonly principal: Principal
  readonly operation: Operation
  /** The parsed message; `undefined` for a request without one. */
  readonly message: unknown
}

export interface ResourceServerOptions {
  /** Identifier of the protected resource: the address of the MCP endpoint as clients call it. */
  readonly resource: string
  /** Issuers of the accepted tokens, for the metadata document. */
  readonly authorizationServers: readonly string[]
  readonly verifier: TokenVerifier
  /** What each operation takes. What no rule names gets `default`; without it, nothing. */
  readonly operations: OperationRules
  readonly limits: Pick<Limits, 'isBlocked' | 'failed' | 'debitPrincipal' | 'enter'>
  readonly audit: Auditor
  /** Whose sessions are whose. Default: ids of sessions are not looked at. */
  readonly sessions?: SessionGate
  /** Where open streams are kept, of this endpoint and others. Default: streams end with their token only. */
  readonly streams?: Streams
  /** Names, texts and hierarchy of the scopes. */
  readonly scopes?: ScopeDefinitions
  /** Scopes that a newcomer should ask for: `scopes_supported`, and the first challenge. Default: those of `initialize`. */
  readonly baselineScopes?: readonly string[]
  /** Repeats in a scope challenge what the token has, for clients of 2025-11-25 that do not add up (RS-62). Default `false`. */
  readonly includeGranted?: boolean
  /** Lists also show what the caller lacks nothing but scopes for, so that a client learns to ask for more. Default `false`. */
  readonly listObtainable?: boolean
  /** Runs after scopes and roles, and may still say no (RS-65). Whatever it throws is a refusal. */
  readonly authorize?: (request: AuthorizedRequest) => Awaitable<boolean>
  /** Further values of `Host`; switches the check on for public names. Default: loopback resources are checked. */
  readonly allowedHosts?: readonly string[]
  /** Origins of pages that may call. Default: the resource's own. */
  readonly allowedOrigins?: readonly string[]
  /** Networks of the proxies whose `X-Forwarded-For` is believed. Default `false`. */
  readonly trustProxy?: false | readonly string[]
  /** Oldest revision of MCP that is served. Default `2025-03-26`, for which a request without a version header is taken. */
  readonly minimumRevision?: Revision
  /** Largest body in bytes. Default 4 194 304 (4 MiB, as the MCP SDK). */
  readonly maxBodyBytes?: number
  /** `resource_name` of the metadata. */
  readonly name?: string
  /** `resource_documentation` of the metadata. */
  readonly documentation?: string
  /** Serves the metadata at the root of the origin too. For a deployment with one resource. Default `true`. */
  readonly metadataAtRoot?: boolean
  /** Puts the client's token into `authInfo.token`, from where tools may leak or forward it. Default `false`. */
  readonly unsafelyExposeToken?: boolean
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const texts = z.array(z.string().check(z.minLength(1)))

const Options = z.strictObject({
  resource: z.string(),
  authorizationServers: texts.check(z.minLength(1)),
  verifier: z.custom<TokenVerifier>(isObject),
  operations: z.custom<OperationRules>(isObject),
  limits: z.custom<ResourceServerOptions['limits']>(isObject),
  audit: z.custom<Auditor>(isObject),
  sessions: z.optional(z.custom<SessionGate>(isObject)),
  streams: z.optional(z.custom<Streams>(isObject)),
  scopes: z.optional(z.custom<ScopeDefinitions>(isObject)),
  baselineScopes: z.optional(texts),
  includeGranted: z._default(z.boolean(), false),
  listObtainable: z._default(z.boolean(), false),
  authorize: z.optional(
    z.custom<NonNullable<ResourceServerOptions['authorize']>>((value: unknown) => typeof value === 'function'),
  ),
  allowedHosts: z.optional(texts),
  allowedOrigins: z.optional(texts),
  trustProxy: z._default(z.union([z.literal(false), texts]), false),
  minimumRevision: z._default(z.enum(REVISIONS), '2025-03-26'),
  maxBodyBytes: z._default(z.int().check(z.positive()), 4_194_304),
  name: z.optional(z.string()),
  documentation: z.optional(z.string()),
  metadataAtRoot: z._default(z.boolean(), true),
  unsafelyExposeToken: z._default(z.boolean(), false),
})

/** Options, read once, with what follows from them. */
export type Settings = ReturnType<typeof readSettings>

/** @throws {ConfigError} */
export function readSettings(options: ResourceServerOptions) {
  const parsed = parseOptions('createResourceServer', Options, options)
  assertResource(parsed.resource)
  const policy = createOperationPolicy(parsed.operations)
  return Object.freeze({
    ...parsed,
    policy,
    hierarchy: parsed.scopes === undefined ? undefined : createScopeCatalogue(parsed.scopes).hierarchy,
    baselineScopes: parsed.baselineScopes ?? policy.scopesFor('methods/initialize'),
  })
}
