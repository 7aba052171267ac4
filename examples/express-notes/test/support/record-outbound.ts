/**
 * Writes down what the server says to the provider and hears from it, in the file named by `RECORD_FILE`. Below our code:
 * what was really issued is known without asking the code under test.
 */
import { appendFileSync } from 'node:fs'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'

const file = process.env['RECORD_FILE']
if (file === undefined) throw new Error('RECORD_FILE is missing.')

const send = http.request

function listen(outgoing: ClientRequest): ClientRequest {
  const body: Buffer[] = []
  const end = outgoing.end.bind(outgoing) as (chunk?: Uint8Array) => ClientRequest
  outgoing.end = ((chunk?: Uint8Array) => {
    if (chunk) body.push(Buffer.from(chunk))
    return end(chunk)
  }) as typeof outgoing.end
  outgoing.prependListener('response', (message: IncomingMessage) => {
    const answer: Buffer[] = []
    const push = message.push.bind(message)
    message.push = (chunk: Buffer | null, encoding) => {
      if (chunk) answer.push(Buffer.from(chunk))
      else note(outgoing, Buffer.concat(body).toString(), Buffer.concat(answer).toString())
      return push(chunk, encoding)
    }
  })
  return outgoing
}

function note(outgoing: ClientRequest, body: string, answer: string): void {
  const headers = Object.entries(outgoing.getHeaders()).map(([name, value]) => [name, String(value)])
  const url = `${outgoing.protocol}//${String(outgoing.getHeader('host'))}${outgoing.path}`
  appendFileSync(file ?? '', `${JSON.stringify({ url, headers, body, answer })}\n`, { mode: 0o600 })
}

http.request = ((...parameters: Parameters<typeof send>) => listen(send(...parameters))) as typeof send
syncBuiltinESMExports()
