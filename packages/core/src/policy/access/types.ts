/** Who is calling, as proven by a verified access token. */
export interface Principal {
  /** Issuer of the access token. */
  readonly issuer: string
  readonly subject: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** RFC 9068 §2.2.3.1 `roles`; empty when the token has none. */
  readonly roles: readonly string[]
  /** The configured resource that the token was issued for. */
  readonly resource: string
  /** `gid`, our grant; absent in tokens of other issuers. */
  readonly grantId: string | undefined
  /** `jti`. */
  readonly tokenId: string
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
  /** `iat`, in milliseconds since the epoch; absent where a token does not say. */
  readonly issuedAtMs?: number
}

/** What a request asks the server to execute, read from the parsed body (never from headers). */
export interface Operation {
  /** JSON-RPC method, or the HTTP method in lower case (`get`, `delete`) for requests without a message. */
  readonly method: string
  /** `params.name` of tools/call and prompts/get, `params.uri` of resources/read and (un)subscribe. */
  readonly name: string | undefined
  /** Key in the `operations` option: `tools/<name>`, `prompts/<name>`, `resources/<uri>`, else `methods/<method>`. */
  readonly key: string
}
