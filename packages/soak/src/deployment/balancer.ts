import { once } from 'node:events'
import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Balancer {
  readonly origin: string
  close(): Promise<void>
}

/** Which process a request shall go to, and which one has answered it. */
export const PROCESS_HEADER = 'x-soak-process'

/** Longer than any pause of a client: a connection that the other side is just closing would lose answers without a fault. */
export const KEEP_ALIVE_MS = 120_000

interface Attempt {
  readonly answer?: IncomingMessage
  /** Nothing was sent, because nobody listens. */
  readonly refused?: true
}

/**
 * Takes requests in turn to the processes that listen. Like every proxy it may ask the next one only while it knows that
 * nothing was sent; where an answer is lost, it ends the connection, and its client knows as little as it does.
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  let turn = 0

  const ask = (request: IncomingMessage, body: Buffer, port: number | undefined): Promise<Attempt> =>
    new Promise((resolve) => {
      const { method, url: path, headers } = request
      const outgoing = send({ host: '127.0.0.1', port, method, path, headers, agent })
      outgoing.once('response', (answer) => resolve({ answer }))
      outgoing.once('error', (error) =>
        resolve('code' in error && error.code === 'ECONNREFUSED' ? { refused: true } : {}),
      )
      outgoing.end(body)
    })

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat((await request.toArray()) as Buffer[])
    const wanted = request.headers[PROCESS_HEADER]
    const first = turn++
    const order = ports.map((_port, i) => (first + i) % ports.length)
    for (const place of wanted === undefined ? order : [Number(wanted)]) {
      const attempt = await ask(request, body, ports[place])
      if (attempt.refused) continue
      if (attempt.answer === undefined) break
      const { statusCode = 0, headers } = attempt.answer
      response.writeHead(statusCode, { ...headers, [PROCESS_HEADER]: String(place) })
      attempt.answer.once('error', () => response.destroy())
      attempt.answer.pipe(response)
      return
    }
    request.socket.destroy()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy())
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server.close(), 'close')
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}
