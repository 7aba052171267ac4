import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'

/** Of the connection, not of the message (RFC 9110 §7.6.1); node frames bodies anew. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']

const endToEnd = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)))

/** The load balancer: each request goes to the next process; one that cannot be reached is passed over. */
export function createProxy(ports: readonly number[]) {
  let turn = 0
  return createServer((req, res) => forward(req, res, ports, turn++))
}

function forward(
  req: IncomingMessage,
  res: ServerResponse,
  ports: readonly number[],
  turn: number,
  patience = ports.length,
): void {
  if (patience === 0) return void res.writeHead(502).end()
  const index = turn % ports.length
  const onward = request({
    port: ports[index],
    host: '127.0.0.1',
    agent: false, // a connection for each request: an old one may lead to a process that has died
    method: req.method,
    path: req.url,
    // Replaced, never appended to: what a client claims about its address does not get through.
    headers: { ...endToEnd(req.headers), 'x-forwarded-for': req.socket.remoteAddress },
  })
  let connected = false
  onward.once('socket', (socket) => {
    socket.once('connect', () => {
      connected = true
      req.pipe(onward)
    })
  })
  onward.once('response', (answer) => {
    res.writeHead(answer.statusCode ?? 502, { ...endToEnd(answer.headers), 'x-served-by': String(index + 1) })
    pipeline(answer, res, () => undefined)
  })
  onward.once('error', () => {
    // Only while nothing has been sent may another process be asked.
    if (!connected) return forward(req, res, ports, turn + 1, patience - 1)
    if (!res.headersSent) res.writeHead(502).end()
  })
  res.once('close', () => onward.destroy())
}
