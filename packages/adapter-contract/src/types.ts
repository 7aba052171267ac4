import type { Sallyport } from '@sallyport/core'
import type { Conversation } from './raw-http.js'

/** What goes over the wire: bytes, a pause between them, or the end of the client. */
export type Piece = string | Uint8Array | { readonly pauseMs: number } | { readonly abort: true }

/** What earlier exchanges with the same host have brought. */
export interface Known {
  /** Client ids, secrets, codes and tokens, by the names that the tables give them. */
  readonly values: Map<string, string>
  readonly cookies: Map<string, string>
  /** Lets a person sign in at the provider, by default alice; resolves with the path and query of our callback. */
  signIn(providerUrl: string, person?: string): Promise<string>
}

/** How the answers of two hosts are held against each other. */
export type Comparison =
  /** Status line, header lines and body, byte for byte. */
  | 'bytes'
  /** As `bytes`, but a host may refuse by itself (400 or 404), before an adapter sees the request. */
  | 'bytes-or-own'
  /** The host's own 404: the path is none of ours, and the request has to fall through. */
  | 'own-404'
  /** Bytes that are no HTTP, refused before an adapter sees them: the status is compared, the host words the rest. */
  | 'status'

/** One row of a table. */
export interface Exchange {
  readonly name: string
  /** Status of the last answer on every host; `undefined` when none is expected. */
  readonly status: number | undefined
  /** Body of the last answer on every host, byte for byte, where it is not left to the first host. */
  readonly body?: string
  /** Names of header lines that the last answer has on every host. */
  readonly lines?: readonly string[]
  readonly send: (known: Known) => readonly Piece[]
  /** Default 1. */
  readonly answers?: number
  /** Answers have no body, whatever their length says. */
  readonly isHead?: boolean
  /** Default `bytes`. */
  readonly comparison?: Comparison
  /** Moves the clock of the host before the exchange. Default 1 000. */
  readonly advanceMs?: number
  /** Waits that long for an answer too many. Default 0. */
  readonly lingerMs?: number
  readonly learn?: (conversation: Conversation, known: Known) => void | Promise<void>
}

/**
 * `loopback`: as on a developer's machine. `modern`: the same, serving revision 2026-07-28 only. `public`: https behind a
 * proxy, as in production.
 */
export type Variant = 'loopback' | 'modern' | 'public'

/** Rows that are told apart in the report; their order matters, for a host is taken through all of them. */
export interface Family {
  readonly name: string
  /** The deployment that answers. Default `loopback`. */
  readonly variant?: Variant
  readonly exchanges: readonly Exchange[]
}

/** A host that is listening. */
export interface RunningHost {
  readonly port: number
  /** How often the MCP handler has run. */
  runs(): number
  close(): Promise<void>
}

export interface Host {
  readonly name: string
  start(sallyport: Sallyport): Promise<RunningHost>
}
