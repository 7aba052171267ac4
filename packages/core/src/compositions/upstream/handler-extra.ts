import * as z from 'zod/mini'

/** Where the gate leaves the principal: `AuthInfo.extra` in both versions of the SDK. */
const Auth = z.object({ token: z.string(), extra: z.object({ grantId: z.string().check(z.minLength(1)) }) })
const HandlerExtra = z.union([
  z.pipe(
    z.object({ authInfo: Auth }),
    z.transform(({ authInfo }) => authInfo),
  ),
  z.pipe(
    z.object({ http: z.object({ authInfo: Auth }) }),
    z.transform(({ http }) => http.authInfo),
  ),
])

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
  const parsed = HandlerExtra.safeParse(extra)
  return parsed.success ? { grantId: parsed.data.extra.grantId, token: parsed.data.token } : undefined
}
