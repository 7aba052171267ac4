import type { SdkAuthInfo } from '@sallyport/core/resource-server'

/** What `protect` leaves in the context. */
export interface SallyportVariables {
  /** The caller, in the MCP SDK's `AuthInfo` shape; `token` is a reference, not the credential. */
  auth: SdkAuthInfo
  /** The message that was judged; `undefined` for a request without a body. */
  parsedBody: unknown
}

/** For `new Hono<SallyportEnv>()`. */
export interface SallyportEnv {
  Variables: SallyportVariables
}
