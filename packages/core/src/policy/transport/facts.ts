/** What an adapter tells about a request before its body is read. */
export interface RequestFacts {
  readonly method: string
  /** Path and query as received, for example `/mcp?x=1`. */
  readonly target: string
  /** Address of the socket's peer; `undefined` where the host cannot tell. */
  readonly remoteAddress: string | undefined
  /** Every line of a header in the order received; `name` in lower case. */
  headerLines(name: string): readonly string[]
}
