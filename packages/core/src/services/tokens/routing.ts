import { ConfigError } from '../../errors/index.js'
import { claimedIssuer, refuseToken } from './jws.js'
import type { Introspection } from './introspection.js'
import type { ParsedIssuer } from './trusted-issuers.js'

/** Codes, refresh tokens and client secrets of ours: no other server may see them, whoever sends them here. */
const OUR_SECRETS = /^s(?:ac|rt|cs)_/

export type IntrospectingIssuer = ParsedIssuer & { readonly introspection: Introspection }

const isIntrospecting = (issuer: ParsedIssuer): issuer is IntrospectingIssuer => issuer.introspection !== undefined

/** The issuer to ask about a token; `undefined` for tokens whose keys we have. @throws {OAuthError} `invalid_token` */
export type Router = (token: string) => IntrospectingIssuer | undefined

/**
 * A token is shown to one server only, its maker: a JWT to the one it names in `iss`, an opaque one to the one that the
 * configuration makes the owner of all opaque tokens.
 *
 * @throws {ConfigError} when opaque tokens would have several owners, or none of several
 */
export function createRouter(issuers: readonly ParsedIssuer[]): Router {
  const introspecting = issuers.filter(isIntrospecting)
  if (introspecting.length === 0) return () => undefined
  const byIssuer = new Map(introspecting.map((entry) => [entry.issuer, entry]))
  const owner = ownerOfOpaqueTokens(introspecting)
  return (token) => {
    const iss = claimedIssuer(token)
    if (iss !== undefined) return byIssuer.get(iss)
    return OUR_SECRETS.test(token) ? refuseToken('token_kind_refused') : owner
  }
}

function ownerOfOpaqueTokens(introspecting: readonly IntrospectingIssuer[]): IntrospectingIssuer | undefined {
  const marked = introspecting.filter(({ opaque }) => opaque === true)
  if (marked.length === 0 && introspecting.length === 1 && introspecting[0]?.opaque === undefined)
    return introspecting[0]
  if (marked.length === 1) return marked[0]
  // All of them said `opaque: false`: then nobody gets to see a token that is no JWT.
  if (introspecting.every(({ opaque }) => opaque === false)) return undefined
  throw new ConfigError({
    option: 'createTokenVerifier: issuers',
    anchor: 'issuers',
    problem: `with ${String(introspecting.length)} introspecting issuers, opaque tokens have ${marked.length === 0 ? 'no' : 'more than one'} owner.`,
    fix: 'Write opaque: true on exactly one of them, or opaque: false on each.',
  })
}
