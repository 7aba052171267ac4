import * as z from 'zod/mini'

const HandlerExtra = z.union([
  z.pipe(
    z.object({ authInfo: z.looseObject({}) }),
    z.transform(({ authInfo }) => authInfo),
  ),
  z.pipe(
    z.object({ http: z.object({ authInfo: z.looseObject({}) }) }),
    z.transform(({ http }) => http.authInfo),
  ),
])
const Auth = z.object({ token: z.string(), extra: z.object({ grantId: z.string().check(z.minLength(1)) }) })

/**
 * The `AuthInfo` that the gate left for an MCP SDK handler.
 *
 * @param extra second argument of a handler of version 1 (`extra`) or 2 (`ctx`), as it is
 * @returns not checked further; `undefined` when there is none
 */
export function handlerAuthInfo(extra: unknown): unknown {
  return HandlerExtra.safeParse(extra).data
}

/** What the gate said about the caller of an SDK handler. */
export interface HandlerCaller {
  readonly grantId: string
  /** `authInfo.token`: a reference, or the credential where `unsafelyExposeToken` is on. */
  readonly token: string
}

/**
 * Reads the caller from what an MCP SDK hands to its handlers.
 *
 * @param extra second argument of a handler of version 1 (`extra`) or 2 (`ctx`), as it is
 * @returns `undefined` for anything else, and for callers without a grant of this server
 */
export function handlerCaller(extra: unknown): HandlerCaller | undefined {
  const { data: auth } = Auth.safeParse(handlerAuthInfo(extra))
  return auth && { grantId: auth.extra.grantId, token: auth.token }
}
