/** Where the servers of these pages run, and who they are at the authorization server. */
export interface Place {
  /** Of the MCP server. */
  readonly origin: string
  /** The authorization server, or the identity provider. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}
