import type { Client } from '@modelcontextprotocol/client'
import type { LockedServer } from '@sallyport/core/tool-guard'
import { foreignLine } from './foreign-text.js'
import type { List } from './source.js'

/** How servers are read. */
export interface ReadOptions {
  readonly lists: readonly List[]
  readonly timeoutMs: number
  /** What we call ourselves. */
  readonly client: { readonly name: string; readonly version: string }
  readonly progress: (text: string) => void
}

/** What a lock says of the server. Its name is its own claim: shown, never decided on (TL-13). */
export function lockedServer(client: Client, label: string, at: Pick<LockedServer, 'url' | 'command'>): LockedServer {
  const claimed = client.getServerVersion()
  const [name, version] = [claimed?.name ?? '', claimed?.version ?? ''].map((text) => foreignLine(text, 200))
  return { name: name || label, ...(version && { version }), ...at }
}
