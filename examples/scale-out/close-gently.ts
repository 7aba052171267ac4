import type { Server } from 'node:http'

/** Takes no more connections and lets those that are at work finish, but no longer than `graceMs`. */
export async function closeGently(server: Server, graceMs: number): Promise<void> {
  const patience = setTimeout(() => server.closeAllConnections(), graceMs)
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeIdleConnections()
  })
  clearTimeout(patience)
}
