import { startServer as startPostgres } from '../../../postgres/test/support/server.js'
import { startServer as startRedis } from '../../../redis/test/support/server.js'

export type StoreKind = 'redis' | 'postgres'

/** A store server of our own, in a temporary folder and on a free port of 127.0.0.1. */
export interface StoreServer {
  readonly port: number
  /** SIGKILL. */
  crash(): Promise<void>
  /** Starts it again on the same data and port; resolves when it answers. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** @param forgetful only the soak's own test wants this: what was acknowledged is gone after a crash */
export async function startStore(kind: StoreKind, forgetful = false): Promise<StoreServer> {
  if (kind === 'redis') {
    const settings = forgetful ? {} : { appendonly: 'yes', appendfsync: 'always' }
    const server = await startRedis({ 'maxmemory-policy': 'noeviction', ...settings })
    return {
      port: server.port,
      crash: () => server.kill(),
      start: () => server.start(),
      remove: () => server.dispose(),
    }
  }
  const server = await startPostgres()
  return {
    port: Number(new URL(server.url).port),
    crash: () => server.crash(),
    start: () => server.start(),
    remove: () => server.remove(),
  }
}
