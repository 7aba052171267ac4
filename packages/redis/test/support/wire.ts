import { Redis } from 'ioredis'
import { setTimeout } from 'node:timers/promises'
import { command } from './server.js'

export interface Wire {
  /** What has come over the wire since the last call, by name; commands of scripts are not among it. */
  read(): Promise<readonly string[]>
  close(): void
}

/** Listens with `MONITOR` to what servers are told. */
export async function listen(ports: readonly number[]): Promise<Wire> {
  const heard: string[][] = []
  const monitors = await Promise.all(
    ports.map(async (port) => {
      const monitor = await new Redis({ port, host: '127.0.0.1' }).monitor()
      monitor.on('monitor', (_time: string, args: string[], source: string) => {
        if (source !== 'lua') heard.push(args)
      })
      return monitor
    }),
  )
  let marks = 0
  return {
    async read() {
      const mark = `mark ${String(++marks)}`
      for (const port of ports) await command(port, 'ECHO', mark)
      while (heard.filter(([, text]) => text === mark).length < ports.length) await setTimeout(2)
      // Connections of ours and what a client tells a server when they begin.
      const ours = /^(echo|info|client|hello|cluster|select|ping|readonly)$/i
      return heard.splice(0).flatMap(([name = '']) => (ours.test(name) ? [] : [name.toUpperCase()]))
    },
    close() {
      for (const monitor of monitors) monitor.disconnect()
    },
  }
}
