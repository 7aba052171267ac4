/** A request as it crosses between processes. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface WireResponse {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** What a process of the deployment is asked to do. */
export type Task =
  | { readonly do: 'request'; readonly request: WireRequest }
  /** Both halves of the gate: the status of a refusal, or 200. */
  | { readonly do: 'call'; readonly token: string }
  | { readonly do: 'keep'; readonly token: string; readonly value: string }
  | { readonly do: 'fetch'; readonly token: string; readonly handle: string }
  /** With `thenDie` the process kills itself once the first records are written. */
  | { readonly do: 'reencrypt'; readonly thenDie?: boolean }
  | { readonly do: 'reloadKeys' }
