export const ISSUER = 'https://notes.example'
export const RESOURCE = `${ISSUER}/mcp`
/** The client that may revoke by itself. */
export const CLIENT = 'c_endpoint'

export type RevokedKind = 'token' | 'endpoint' | 'grant' | 'client' | 'user'

/** An access token and what can be revoked of it. */
export interface Issued {
  readonly token: string
  readonly tokenId: string
  readonly grantId: string
  readonly subject: string
  readonly clientId: string
}

/** What a process can be asked for. */
export type Task =
  | { readonly do: 'issue'; readonly subject: string; readonly clientId: string; readonly grantId?: string }
  | { readonly do: 'call'; readonly token: string }
  /** Answered when the stream was ended. */
  | { readonly do: 'stream'; readonly token: string }
  | { readonly do: 'revoke'; readonly kind: RevokedKind; readonly of: Issued }
  | { readonly do: 'trim'; readonly count: number }
  | { readonly do: 'skew'; readonly ms: number }
