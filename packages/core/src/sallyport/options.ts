import * as z from 'zod/mini'
import type { AuditSink } from '../audit/index.js'
import type { AuthorizedRequest } from '../compositions/resource-server/index.js'
import type { UpstreamConfiguration } from '../compositions/upstream/index.js'
import { ConfigError } from '../errors/index.js'
import { parseOptions, type Awaitable } from '../foundation/index.js'
import type { OperationRules } from '../policy/access/index.js'
import type { PagesOptions } from '../policy/pages/index.js'
import type { ScopeDefinitions } from '../policy/scopes/index.js'
import { REVISIONS, type Revision } from '../policy/transport/index.js'
import type { KeySource } from '../primitives/keys/index.js'
import type { OperatorClient, RegistrationOptions } from '../services/clients/index.js'
import type { ConfirmationsOptions } from '../services/elicitation/index.js'
import type { HandlesOptions } from '../services/handles/index.js'
import type { LimitsOptions } from '../services/limits/index.js'
import type { RequestStateOptions } from '../services/request-state/index.js'
import type { SessionsOptions } from '../services/sessions/index.js'
import type { Store } from '../store/index.js'
import {
  assertAddress,
  assertVerification,
  TrustedIssuer,
  UpstreamMigration,
  type TrustedIssuerSettings,
  type UpstreamMigrationSettings,
} from './issuer-options.js'

/** Who may become a client. */
export interface RegistrationSettings extends RegistrationOptions {
  /** Clients named by the operator. Default: none. */
  readonly clients?: readonly OperatorClient[]
}

/** How long things live, in milliseconds. */
export interface LifetimeOptions {
  /** Access tokens. Default one hour, half an hour with HS256; at most 24 hours. */
  readonly accessTokenMs?: number
  /** A refresh token that is not used. Default 14 days. */
  readonly refreshIdleMs?: number
  /** A grant with all its tokens. Default 30 days. */
  readonly grantMs?: number
  /** How long a consent saves asking again. Default 24 hours. */
  readonly consentMs?: number
}

/** The authorization server that issues our tokens, in front of your identity provider. */
export interface AuthorizationServerSettings {
  /** Our issuer, without trailing slash: the origin of the MCP server, or a path below it. */
  readonly issuer: string
  /** Your identity provider, from `oidcUpstream`. */
  readonly upstream: UpstreamConfiguration
  /** Who may become a client. Default: only the operator's own clients. */
  readonly registration?: RegistrationSettings
  /** Lets the port of an `http://localhost` redirect vary, as that of `127.0.0.1` and `[::1]` does. Default `false`. */
  readonly loopbackLocalhost?: boolean
  /** Refresh tokens only for clients that ask for `offline_access` (F-04). Default `false`. */
  readonly strictRefresh?: boolean
  /** Serves `<issuer>/connections`, where people see and end what acts in their name (F-15). Default `true`. */
  readonly connections?: boolean
  /** Serves `<issuer>/confirm/<id>`, where people allow or decline sensitive actions (F-62). Default `true`. */
  readonly confirmations?: boolean
  /** How long tokens, grants and consents live. */
  readonly lifetimes?: LifetimeOptions
  /** Look and texts of all pages. */
  readonly pages?: PagesOptions
  /** Lets in clients that still send tokens of the upstream provider, until a date. Default: they are refused. */
  readonly unsafelyAcceptUpstreamTokens?: UpstreamMigrationSettings
}

/** State that goes through the client between two rounds of a call. */
export interface RequestStateSettings extends Omit<RequestStateOptions, 'keys' | 'once'> {
  /** Lets a state come back more than once until it expires, and saves a write for each round. Default `false`. */
  readonly reusable?: boolean
}

/** The last word on a call; `false` and whatever it throws are refusals. */
export type AuthorizeHook = (request: AuthorizedRequest) => Awaitable<boolean>

export interface SallyportOptions {
  /** The URL of the MCP endpoint, exactly as clients call it: the `aud` of its tokens. */
  readonly resource?: string
  /** Instead of `resource`: several endpoints by name. */
  readonly resources?: Readonly<Record<string, string>>
  /** Shown on the consent page and in the metadata. */
  readonly resourceName?: string
  /** Scopes with the text that a person reads. Default: the scopes named in `operations`, without texts. */
  readonly scopes?: ScopeDefinitions
  /** What each operation takes. What is not named falls to `default`; without one it is denied. */
  readonly operations: OperationRules
  /** Scopes that a client asks for at first. Default: those of `operations.default`. */
  readonly baselineScopes?: readonly string[]
  /** Repeats in a scope challenge what the token has, for clients of 2025-11-25 that do not add up (RS-62). Default `false`. */
  readonly includeGranted?: boolean
  /** Lists also show what the caller lacks nothing but scopes for, so that a client learns to ask for more. Default `false`. */
  readonly listObtainable?: boolean
  /** The last word on a call that scopes and roles allow (RS-65). */
  readonly authorize?: AuthorizeHook
  /** Our own authorization server. This, `trustedIssuers`, or both. */
  readonly authorizationServer?: AuthorizationServerSettings
  /** Foreign authorization servers, beside ours or instead of it. */
  readonly trustedIssuers?: readonly TrustedIssuerSettings[]
  /** Needed with `authorizationServer`, and for request state and handles. */
  readonly keys?: KeySource
  /** Where clients, grants, limits and revocations are kept. */
  readonly store: Store
  /** Where audit events go. Default: nowhere. */
  readonly audit?: readonly AuditSink[]
  /** Networks of the proxies in front, whose `X-Forwarded-For` is believed. Default `false`. */
  readonly trustProxy?: false | readonly string[]
  /** Foreign origins whose pages may call the MCP endpoint. Default: none. */
  readonly allowedOrigins?: readonly string[]
  /** `Host` values to accept. Default: not checked, but for loopback resources. */
  readonly allowedHosts?: readonly string[]
  /** Oldest revision of MCP that is served. Default `'2025-03-26'`; `'2026-07-28'` serves no sessions. */
  readonly minimumRevision?: Revision
  /** Largest message, in bytes. Default 4 194 304 (4 MiB). */
  readonly maxBodyBytes?: number
  /** Who may fail, register, begin logins and call how often. */
  readonly limits?: Omit<LimitsOptions, 'buckets'>
  /** State between the rounds of one call. Needs `keys`. */
  readonly requestState?: RequestStateSettings
  /** How long sessions live, and what they watch. Only revisions before 2026-07-28 have them. */
  readonly sessions?: Omit<SessionsOptions, 'records' | 'isGrantLive'>
  /** What tools keep for a caller between requests. Needs `keys`. */
  readonly handles?: Omit<HandlesOptions, 'records' | 'keys' | 'isGrantLive'>
  /** Questions to people about sensitive actions, and how long they are open. Needs `keys`. */
  readonly confirmations?: Omit<ConfirmationsOptions, 'records' | 'keys'>
  /** Plain http on loopback addresses, for development. Cookies lose `Secure` and `__Host-`. Default `false`. */
  readonly unsafelyAllowHttpLoopback?: boolean
  /** Hands the credential itself to tools as `authInfo.token`, which can then be passed on. Default `false`. */
  readonly unsafelyExposeToken?: boolean
}

const object = <T>(what: string) =>
  z.custom<T>((value) => typeof value === 'object' && value !== null, `expected ${what}`)
const text = z.string().check(z.minLength(1))
const list = z.readonly(z.array(text))
const flag = z._default(z.boolean(), false)
const milliseconds = z.optional(z.int().check(z.positive()))

const Lifetimes = z.strictObject({
  accessTokenMs: milliseconds,
  refreshIdleMs: milliseconds,
  grantMs: milliseconds,
  consentMs: milliseconds,
})

const AuthorizationServer = z.strictObject({
  issuer: text,
  upstream: object<UpstreamConfiguration>('oidcUpstream({ … })'),
  registration: z._default(object<RegistrationSettings>('options of registration'), {}),
  loopbackLocalhost: flag,
  strictRefresh: flag,
  connections: z._default(z.boolean(), true),
  confirmations: z._default(z.boolean(), true),
  lifetimes: z.prefault(Lifetimes, {}),
  pages: z._default(object<PagesOptions>('options of the pages'), {}),
  unsafelyAcceptUpstreamTokens: z.optional(UpstreamMigration),
})

const Options = z.strictObject({
  resource: z.optional(text),
  resources: z.optional(z.record(text, text)),
  resourceName: z.optional(text),
  scopes: z.optional(object<ScopeDefinitions>('an object of scopes')),
  operations: object<OperationRules>('an object of operations'),
  baselineScopes: z.optional(list),
  includeGranted: flag,
  listObtainable: flag,
  authorize: z.optional(z.custom<AuthorizeHook>((value) => typeof value === 'function', 'expected a function')),
  authorizationServer: z.optional(AuthorizationServer),
  trustedIssuers: z._default(z.readonly(z.array(TrustedIssuer)), []),
  keys: z.optional(object<KeySource>('keys, for example keysFromEnv()')),
  store: object<Store>('a store, for example sqliteStore({ path })'),
  audit: z._default(z.readonly(z.array(object<AuditSink>('sinks'))), []),
  trustProxy: z._default(z.union([z.literal(false), list]), false),
  allowedOrigins: z._default(list, []),
  allowedHosts: z.optional(list),
  minimumRevision: z._default(z.enum(REVISIONS), '2025-03-26'),
  maxBodyBytes: z._default(z.int().check(z.positive()), 4_194_304),
  limits: z._default(object<Omit<LimitsOptions, 'buckets'>>('limits'), {}),
  requestState: z._default(object<RequestStateSettings>('options of the request state'), {}),
  sessions: z._default(object<NonNullable<SallyportOptions['sessions']>>('options of the sessions'), {}),
  handles: z._default(object<NonNullable<SallyportOptions['handles']>>('options of the handles'), {}),
  confirmations: z._default(object<NonNullable<SallyportOptions['confirmations']>>('options of confirmations'), {}),
  unsafelyAllowHttpLoopback: flag,
  unsafelyExposeToken: flag,
})

/** Options with all defaults filled in. */
export interface Settings extends Readonly<Omit<z.output<typeof Options>, 'resource' | 'resources'>> {
  readonly resources: Readonly<Record<string, string>>
}

function refuse(option: string, problem: string, fix: string): never {
  throw new ConfigError({ option, problem, fix })
}

/** @throws {ConfigError} naming the option, the problem and the fix */
export function readSettings(options: SallyportOptions): Settings {
  const parsed = parseOptions('createSallyport', Options, options)
  const { resource, resources = {} } = parsed
  if ((resource === undefined) === (Object.keys(resources).length === 0)) {
    refuse('resource', 'exactly one of resource and resources is needed.', "Write resource: 'https://host/mcp'.")
  }
  const insecure = [resource ?? [], Object.values(resources)].flat().find((url) => /^http:/i.test(url))
  if (insecure !== undefined && !parsed.unsafelyAllowHttpLoopback) {
    refuse('resource', `${insecure} is plain http.`, 'Use https, or unsafelyAllowHttpLoopback: true for development.')
  }
  if (!parsed.authorizationServer && parsed.trustedIssuers.length === 0) {
    refuse('authorizationServer', 'nobody would issue tokens.', 'Add authorizationServer or trustedIssuers.')
  }
  for (const trusted of parsed.trustedIssuers) {
    assertAddress('trustedIssuers', trusted.issuer, parsed.unsafelyAllowHttpLoopback)
    assertVerification('trustedIssuers', trusted, parsed.unsafelyAllowHttpLoopback)
  }
  if (parsed.authorizationServer && !parsed.keys) {
    refuse(
      'keys',
      'the authorization server has no keys.',
      'Pass keysFromEnv(), keysFromFile(path) or developmentKeys().',
    )
  }
  return Object.freeze({ ...parsed, resources: resource === undefined ? resources : { default: resource } })
}
