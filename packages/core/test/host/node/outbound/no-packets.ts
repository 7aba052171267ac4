import { channel } from 'node:diagnostics_channel'
import { createServer, type AddressInfo } from 'node:net'

export interface NoPackets {
  /** Ports of listeners on 127.0.0.1 and ::1. */
  readonly ports: readonly number[]
  /** What was noticed so far: connections that arrived, and sockets that this process opened as a client. */
  readonly seen: { arrived: number; opened: number; asked: number }
  close(): Promise<void>
}

/** Listens on this machine and to this process: whoever sends a packet is noticed at one end or the other. */
export async function watchForPackets(hosts = ['127.0.0.1', '127.0.0.1', '::1', '::1']): Promise<NoPackets> {
  const seen = { arrived: 0, opened: 0, asked: 0 }
  const servers = await Promise.all(
    hosts.map(async (host) => {
      const server = createServer((socket) => {
        seen.arrived += 1
        socket
          .resume()
          .on('error', () => undefined)
          .end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nsecret')
      })
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve))
      return server
    }),
  )
  const opened = () => void (seen.opened += 1)
  const asked = () => void (seen.asked += 1)
  channel('net.client.socket').subscribe(opened)
  channel('http.client.request.start').subscribe(asked)
  channel('undici:request:create').subscribe(asked)
  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    seen,
    async close() {
      channel('net.client.socket').unsubscribe(opened)
      channel('http.client.request.start').unsubscribe(asked)
      channel('undici:request:create').unsubscribe(asked)
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}
