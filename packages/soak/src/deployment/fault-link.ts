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

  /** Passes on, each piece half of the delay later, and never past an earlier one: that would be another stream. */
  const forward = (from: Socket, to: Socket): void => {
    const waiting: { readonly piece: Buffer; readonly dueMs: number }[] = []
    let timer: NodeJS.Timeout | undefined
    const drain = (): void => {
      timer = undefined
      for (let [first] = waiting; first !== undefined && first.dueMs <= performance.now(); [first] = waiting) {
        waiting.shift()
        to.write(first.piece)
      }
      const [next] = waiting
      if (next !== undefined) timer = setTimeout(drain, Math.max(1, next.dueMs - performance.now()))
    }
    from.on('data', (piece: Buffer) => {
      waiting.push({ piece, dueMs: performance.now() + delayMs / 2 })
      if (timer === undefined) drain()
    })
    from.once('close', () => clearTimeout(timer))
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
