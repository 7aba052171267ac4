import { enter, requestFacts, sendReply } from '@sallyport/core/node'
import type { Sallyport } from '@sallyport/core'
import type { RequestHandler } from 'express'

export interface ProtectOptions {
  /** Name in `resources`; may be left out while there is one resource. */
  readonly resource?: string
}

/**
 * Lets a request through to the MCP handler only when the gate allows it. Works with Express 4 and 5.
 *
 * The handler finds the caller in `req.auth` (the SDK's `AuthInfo`; its `token` is a reference, not the credential) and
 * the parsed message in `req.body`. Mount it before any body parser. Behind one it judges `req.body` and warns once
 * (`SALLYPORT_BODY_PARSED_FIRST`).
 *
 * @throws {ConfigError} for an unknown resource name
 * @example
 * ```ts
 * import express from 'express'
 * import { oauthRoutes, protect } from '@sallyport/express'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * const app = express()
 * app.use(oauthRoutes(sallyport))
 * app.all('/mcp', protect(sallyport), (req, res) => res.json(req.body))
 * ```
 */
export function protect(sallyport: Sallyport, options: ProtectOptions = {}): RequestHandler {
  const gate = sallyport.gate(options.resource)

  const run: (...args: Parameters<RequestHandler>) => Promise<void> = async (req, res, next) => {
    const admitted = await gate.admit(requestFacts(req))
    const entered = admitted.allowed ? await enter(gate, admitted, req, res) : admitted
    if (!entered.allowed) return sendReply(res, entered.reply)
    Object.assign(req, { auth: entered.authInfo, body: entered.message })
    next()
  }
  return (req, res, next) => void run(req, res, next).catch(next)
}
