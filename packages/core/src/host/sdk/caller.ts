import * as z from 'zod/mini'
import { handlerAuthInfo } from '../../compositions/upstream/index.js'
import { ConfigError } from '../../errors/index.js'

/** Who calls a tool, as the gate left it in the SDK's `AuthInfo`. */
export interface Caller {
  /**
   * `sub` of the access token. From our own server it is the key of everything that belongs to this person; with
   * `trustedIssuers` only together with `issuer`, because two of them may give one `sub` to two people.
   */
  readonly subject: string
  /** Issuer of the access token. */
  readonly issuer: string
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  /** The grant; `undefined` for tokens of other issuers. */
  readonly grantId: string | undefined
}

const strings = z.array(z.string())
const AuthInfo = z.object({
  clientId: z.string(),
  scopes: strings,
  extra: z.object({
    subject: z.string(),
    issuer: z.string(),
    roles: strings,
    grantId: z.optional(z.string()),
  }),
})
/**
 * The person and client behind a call, for tools that keep something for each person.
 *
 * @param extra second argument of an MCP SDK handler, version 1 (`extra`) or 2 (`ctx`), as it is
 * @throws {ConfigError} when the gate did not run before this handler: a tool without a caller is wired wrongly
 * @example
 * ```ts
 * import { callerOf } from '@sallyport/core/sdk'
 *
 * const notes = new Map<string, string[]>()
 * const listNotes = (extra: unknown) => notes.get(callerOf(extra).subject) ?? []
 * console.log(listNotes.length)
 * ```
 */
export function callerOf(extra: unknown): Caller {
  const parsed = AuthInfo.safeParse(handlerAuthInfo(extra))
  if (!parsed.success) {
    throw new ConfigError({
      option: 'protect',
      problem: 'this handler runs without a caller, so the gate is not in front of it.',
      fix: 'Mount protect(sallyport) before the transport, and pass req (with req.auth) to handleRequest.',
    })
  }
  const { clientId, scopes, extra: caller } = parsed.data
  return { ...caller, grantId: caller.grantId, clientId, scopes }
}
