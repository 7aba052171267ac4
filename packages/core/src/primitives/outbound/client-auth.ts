import type { OutboundRequest } from './types.js'

/** How a client proves itself at an endpoint of an authorization server (RFC 6749 §2.3.1, OpenID Connect Core §9). */
export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none'

export interface ClientCredentials {
  readonly clientId: string
  /** Absent with `none`. */
  readonly clientSecret?: string | undefined
  readonly authMethod: ClientAuthMethod
}

/**
 * A form with our credentials in the configured way, and in no other (RFC 6749 §2.3).
 *
 * @example
 * ```ts
 * import { authenticatedForm } from '@sallyport/core/outbound'
 *
 * const us = { clientId: 'notes', clientSecret: 'from your secret store', authMethod: 'client_secret_basic' } as const
 * console.log(authenticatedForm(us, { token: 'some token' }).headers) // { authorization: 'Basic …' }
 * ```
 */
export function authenticatedForm(
  { clientId, clientSecret = '', authMethod }: ClientCredentials,
  fields: Readonly<Record<string, string>>,
): OutboundRequest {
  const form = new URLSearchParams(fields)
  if (authMethod === 'client_secret_basic') {
    const pair = `${formEncode(clientId)}:${formEncode(clientSecret)}`
    return { form, headers: { authorization: `Basic ${btoa(pair)}` } }
  }
  form.set('client_id', clientId)
  if (authMethod === 'client_secret_post') form.set('client_secret', clientSecret)
  return { form }
}

/** RFC 6749 §2.3.1: both parts are form-encoded before Base64, so a colon in the id or any text in the secret is safe. */
function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
