/**
 * Writes down what the server says to the provider and hears from it, in the file named by `RECORD_FILE`. Below our code:
 * what was really issued is known without asking the code under test.
 */
import { appendFileSync } from 'node:fs'

const file = process.env['RECORD_FILE']
if (file === undefined) throw new Error('RECORD_FILE is missing.')

const send = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const sent = { url: request.url, headers: [...request.headers], body: await request.clone().text() }
  const response = await send(request)
  appendFileSync(file, `${JSON.stringify({ ...sent, answer: await response.clone().text() })}\n`, { mode: 0o600 })
  return response
}
