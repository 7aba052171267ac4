import * as z from 'zod/mini'

const optionalText = z.prefault(z.union([z.string(), z.undefined()]), undefined)

const Request = z.strictObject({
  clientId: z.string(),
  redirectUri: z.string(),
  registeredRedirectUri: z.string(),
  redirectKind: z.enum(['https', 'loopback', 'private-use']),
  state: optionalText,
  codeChallenge: z.string(),
  resource: z.string(),
  scopes: z.array(z.string()),
  offline: z.boolean(),
  requestedScopes: z.array(z.string()),
  prompt: z.prefault(z.union([z.enum(['none', 'login', 'select_account']), z.undefined()]), undefined),
})

export const Form = z.strictObject({
  id: z.string(),
  expiresAtMs: z.number(),
  /** Digest of the CSRF secret of the browser that got the page. */
  browser: z.string(),
  heldId: optionalText,
  request: Request,
})

const Login = z.strictObject({
  redirectUri: z.string(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
})

const ClientFlow = z.strictObject({
  request: Request,
  basis: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('page') }),
    z.strictObject({ kind: z.literal('approval'), consentId: z.string(), subject: z.string() }),
    z.strictObject({ kind: z.literal('exempt') }),
  ]),
  login: Login,
})

export const Flow = z.union([
  ClientFlow,
  z.strictObject({ own: z.literal(true), confirmationId: optionalText, login: Login }),
])

export const StateCookie = z.strictObject({ state: z.string(), createdAtMs: z.number() })
