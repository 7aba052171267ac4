/** How a client authenticates at the token endpoint. */
export type ClientAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post'

/** A client as we know it, self-registered (RFC 7591) or named by the operator. Wire names as in RFC 7591. */
export interface Client {
  readonly client_id: string
  readonly client_name: string | undefined
  readonly client_uri: string | undefined
  readonly redirect_uris: readonly string[]
  readonly grant_types: readonly string[]
  readonly token_endpoint_auth_method: ClientAuthMethod
  /** A default for requests without `scope`, never a ceiling. */
  readonly scope: string | undefined
  readonly application_type: 'web' | 'native' | undefined
  /** Named in the configuration by the operator, not self-registered. */
  readonly trusted: boolean
  /** May skip the consent page (operator's own clients only, explicitly). */
  readonly consent: 'required' | 'not_required'
}

/** Credentials as found in a token request, before anything is checked. */
export interface PresentedClient {
  /** Every `Authorization` line. */
  readonly authorization: readonly string[]
  /** The form of the request, already free of repeated fields. */
  readonly form: ReadonlyMap<string, string>
}

export interface RegisteredClient {
  readonly client: Client
  /** The body of the 201 answer, RFC 7591 §3.2.1. */
  readonly response: Readonly<Record<string, unknown>>
}

export interface Clients {
  /** The client, or `undefined`. Never throws for an odd id. */
  find(clientId: string): Promise<Client | undefined>
  /** @throws {OAuthError} `invalid_redirect_uri` or `invalid_client_metadata` */
  register(
    metadata: unknown,
    context: { readonly requestId: string; readonly address: string | undefined },
  ): Promise<RegisteredClient>
  /** @throws {OAuthError} `invalid_client` or `invalid_request` */
  authenticate(presented: PresentedClient): Promise<Client>
  /** A flow of this client has come to its end: it lives for 90 days from now. */
  touch(clientId: string): Promise<void>
}
