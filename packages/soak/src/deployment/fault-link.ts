import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** The wire between one process and the store, with its troubles. */
export interface FaultLink {
  readonly port: number
  /** Milliseconds that a round trip takes longer. */
  setDelay(ms: number): void
  /** Ends all connections as they are. */
  cut(): void
  /** While it is on: what is asked reaches the store, and the connection ends instead of bringing the answer. */
  loseAnswers(on: boolean): void
  close(): Promise<void>
}

export async function startFaultLink(target: { readonly port: number }): Promise<FaultLink> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let delayMs = 0
  let losing = false

  /** Passes on in order, each piece half of the delay later. */
  const forward = (from: Socket, to: Socket): void => {
    let freeMs = 0
    from.on('data', (piece) => {
      if (delayMs === 0 && performance.now() >= freeMs) return void to.write(piece)
      freeMs = Math.max(freeMs, performance.now() + delayMs / 2)
      setTimeout(() => to.write(piece), freeMs - performance.now())
    })
  }

  const server = createServer((near) => {
    const far = connect(target.port, '127.0.0.1')
    const pair = [near, far] as const
    const end = (): void => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    pairs.add(pair)
    for (const socket of pair) socket.setNoDelay(true).on('error', end).on('close', end)
    far.on('data', () => {
      if (losing) end()
    })
    forward(near, far)
    forward(far, near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const cut = (): void => {
    for (const [near] of pairs) near.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    setDelay(ms) {
      delayMs = ms
    },
    loseAnswers(on) {
      losing = on
    },
    async close() {
      const closed = once(server.close(), 'close')
      cut()
      await closed
    },
  }
}
