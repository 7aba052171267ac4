import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunningHost } from '../types.js'

/** Listens on a free port of the loopback address. */
export function listen(server: Server, runs: () => number): Promise<RunningHost> {
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      resolve({ port: (server.address() as AddressInfo).port, runs, close })
    })
  })
}
