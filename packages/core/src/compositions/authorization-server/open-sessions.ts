/** A session of MCP as its owner sees it. */
export interface OpenSession {
  /** Names the session for {@link OpenSessions.end}. It goes into a page, so it must not be what a client sends. */
  readonly id: string
  readonly clientId: string
  readonly resource: string
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number
  /** Milliseconds since the epoch. */
  readonly lastSeenAtMs: number
}

/** Port towards the sessions of MCP. */
export interface OpenSessions {
  /** Live sessions of a person. */
  list(subject: string): Promise<readonly OpenSession[]>
  /** Ends a session of this person; `false` for one that is not there, or is somebody else's. */
  end(subject: string, id: string): Promise<boolean>
}
