import type { Access } from '../../compositions/resource-server/index.js'
import { operationOf } from '../../policy/access/index.js'
import { RpcError } from '../../errors/index.js'
import { accessOf, type SdkGuard } from './types.js'

/** `ScopeChallenge` of the SDK, version 2. */
export interface SdkScopeChallenge {
  scopes: [string, ...string[]]
  errorDescription?: string
}

/** What version 2 of the SDK hands to a `ScopeChallengeHandler`. */
export interface SdkScopeContext {
  readonly request: object
  readonly authInfo?: unknown
}

function challengeFor(scopes: readonly string[]): SdkScopeChallenge | undefined {
  const [first, ...others] = scopes
  return first === undefined
    ? undefined
    : { scopes: [first, ...others], errorDescription: `${scopes.join(' ')} needed` }
}

/** Names all scopes of an operation that the caller lacks, so that one step up is enough (RS-61). */
export function lackingChallenge(
  access: Access,
  { request, authInfo }: SdkScopeContext,
): SdkScopeChallenge | undefined {
  const challenge = challengeFor(access.lacking(request, authInfo))
  if (challenge) access.refused('insufficient_scope', 403, authInfo, operationOf(request, 'POST').key)
  return challenge
}

/**
 * The `operations` rules as a `scopeChallenge` of the SDK, version 2, for a server that is not wrapped: HTTP 403 with
 * every scope that the tool, prompt or resource needs (RS-60, RS-61, F-81). {@link wrapServer} does this by itself.
 *
 * Unlike the SDK's `requireScopes` it lets nothing through without `authInfo`.
 *
 * @throws {RpcError} from the handler, where scopes would not help: no caller, a role is missing, the rule denies. The
 * SDK answers 500
 * @example
 * ```ts
 * import { scopeChallenge } from '@sallyport/core/sdk'
 * import type { Sallyport } from '@sallyport/core'
 * import { McpServer } from '@modelcontextprotocol/server'
 *
 * declare const sallyport: Sallyport
 * const server = new McpServer({ name: 'notes', version: '1.0.0' })
 * server.registerTool('notes_add', { scopeChallenge: scopeChallenge(sallyport) }, async () => ({ content: [] }))
 * ```
 */
export function scopeChallenge(guard: SdkGuard): (context: SdkScopeContext) => Promise<SdkScopeChallenge | undefined> {
  const access = accessOf(guard)
  return async ({ request, authInfo }) => {
    const verdict = await access.decide(request, authInfo)
    if (verdict.allowed) return undefined
    const challenge = authInfo === undefined ? undefined : challengeFor(verdict.scopes)
    if (challenge) return challenge
    throw new RpcError(verdict.error.code, verdict.error.message)
  }
}
