import type { Auditor } from '../../audit/index.js'
import type { AuthorizationServerMetadata } from '../../policy/metadata/index.js'
import type { Pages } from '../../policy/pages/index.js'
import type { KeySet } from '../../primitives/keys/index.js'
import type { BrowserSessions } from '../../services/browser-sessions/index.js'
import type { Clients } from '../../services/clients/index.js'
import type { Consents } from '../../services/consent/index.js'
import type { Confirmations } from '../../services/elicitation/index.js'
import type { Flows } from '../../services/flows/index.js'
import type { GrantRevokedBy, Grants } from '../../services/grants/index.js'
import type { Limits } from '../../services/limits/index.js'
import type { TokenIssuer, TokenVerifier } from '../../services/tokens/index.js'
import type { UpstreamTokenVault } from '../../services/upstream-tokens/index.js'
import type { UpstreamProvider } from '../upstream/index.js'
import type { OpenSessions } from './open-sessions.js'

/** A resource that tokens are issued for. */
export interface ProtectedResource {
  /** Its identifier: becomes `aud`, exactly as written here. */
  readonly resource: string
  /** Shown on the consent page. */
  readonly name?: string
  /** All scopes that may be granted, without `offline_access`. */
  readonly scopes: readonly string[]
  /** Granted when neither the request nor the client's registration names scopes of this resource. Default: none. */
  readonly defaultScopes?: readonly string[]
}

export interface AuthorizationServerOptions {
  /** Identifier of this authorization server, without trailing slash. From the configuration, never from a request (AS-104). */
  readonly issuer: string
  /** Permits an http issuer on a loopback host, for development. Default false. */
  readonly unsafelyAllowHttpLoopback?: boolean
  /** The resources served; a request without `resource` is for the first one (AS-38). */
  readonly resources: readonly ProtectedResource[]
  /** Texts of scopes for the consent page. */
  readonly scopeDescriptions?: Readonly<Record<string, string>>
  /**
   * Lets the port of `http://localhost` redirects vary like that of loopback addresses. Default false: the name may lead
   * elsewhere (RFC 8252 §8.3).
   */
  readonly loopbackLocalhost?: boolean
  /** Lets clients register themselves (RFC 7591). Default false. */
  readonly dynamicRegistration?: boolean
  /**
   * Issues refresh tokens only for `offline_access`. Default false: a client that registered the `refresh_token` grant
   * gets one as well (F-04).
   */
  readonly strictRefresh?: boolean
  /** Serves `<issuer>/connections` where there are browser sessions. Default true. */
  readonly connections?: boolean
}

/** The services behind the endpoints. */
export interface AuthorizationServerPorts {
  readonly upstream: UpstreamProvider
  readonly clients: Clients
  readonly consents: Consents
  readonly flows: Flows
  readonly grants: Grants
  readonly tokens: TokenIssuer
  /** Recognises access tokens at the revocation endpoint. */
  readonly verifier: TokenVerifier
  readonly vault: UpstreamTokenVault
  readonly limits: Limits
  readonly pages: Pages
  readonly keys: Pick<KeySet, 'signing'>
  readonly audit: Auditor
  /** With them people sign in to pages of our own: `<issuer>/connections`, and the one below. */
  readonly browserSessions?: BrowserSessions
  /** With them, and with browser sessions, people answer at `<issuer>/confirm/<id>` what is asked about actions. */
  readonly confirmations?: Confirmations
  /** Sessions of MCP, to be shown there and ended with all else. Default: there are none. */
  readonly sessions?: OpenSessions
}

/** What a host knows of a request besides the request. */
export interface RequestContext {
  /** Client address after `trustProxy` was applied. */
  readonly address: string | undefined
  /** Joins the audit events of one request. */
  readonly requestId: string
}

/** The authorization server of one issuer. */
export interface AuthorizationServer {
  readonly issuer: string
  /** The metadata document, RFC 8414 §2. */
  readonly metadata: AuthorizationServerMetadata
  /** True for the paths that {@link handle} answers. */
  owns(path: string): boolean
  /** Answers a request; `undefined` for a foreign path. Never rejects. */
  handle(request: Request, context: RequestContext): Promise<Response | undefined>
  /** A person takes back their consent: the client's grants end with it. Returns how many. */
  withdraw(subject: string, clientId: string): Promise<number>
  /**
   * Ends everything of a person or of a client: consents, grants, sessions. The next request for authorization asks
   * again. Returns how many grants ended.
   */
  endAll(of: { readonly subject: string } | { readonly clientId: string }, by: GrantRevokedBy): Promise<number>
}
