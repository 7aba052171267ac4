import { createConnection, type Socket } from 'node:net'

/** One answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** Lower-case names; lines that repeat stay apart. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** As sent: a chunked body with its chunk sizes. */
  readonly body: string
}

function readAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(end + 4) }
}

/** Opens a connection and writes bytes as they are. */
export function connect(origin: string, text: string): Socket {
  const { hostname, port } = new URL(origin)
  const socket = createConnection(Number(port), hostname, () => socket.write(text, 'latin1'))
  return socket
}

/** Writes bytes as they are and returns what came until the server closed; `fetch` would tidy both up. */
export function exchange(origin: string, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(origin, text)
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk))
    socket.once('close', () => resolve(readAnswer(answer))).once('error', reject)
  })
}

/** All lines of one header. */
export function linesOf({ headers }: RawAnswer, name: string): readonly string[] {
  return headers.filter(([candidate]) => candidate === name).map(([, value]) => value)
}
