import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { azureContentSafety, type AzureContentSafetyOptions } from '../../../src/services/content-safety/index.js'
import { systemRuntime, type Runtime } from '../../../src/foundation/index.js'

export const KEY = 'test-key-0123456789abcdef'

export interface Asked {
  readonly operation: string
  readonly headers: IncomingMessage['headers']
  readonly url: string
  readonly body: {
    readonly text?: string
    readonly userPrompt?: string
    readonly documents?: readonly string[]
    readonly categories?: readonly string[]
    readonly outputType?: string
    readonly blocklistNames?: readonly string[]
    readonly haltOnBlocklistHit?: boolean
  }
}

const MAX_CHARACTERS = 10_000

/** What the service answers to a bad request, in the form of its documentation. */
function refuse(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-ms-error-code': code, ...headers })
  response.end(JSON.stringify({ error: { code, message: `The request was ${KEY}: secret document`, details: [] } }))
}

/** Marks content in the tests' texts. */
const attacks = (text: string): boolean => text.includes('ATTACK')

/** Answers as documented; holds callers to the documented limits. */
export function answerAsDocumented({ operation, body }: Asked, response: ServerResponse): void {
  const send = (answer: object) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  if (operation === 'text:shieldPrompt') {
    const { userPrompt = '', documents = [] } = body
    const characters = documents.join('').length
    if (documents.length > 5 || characters > MAX_CHARACTERS || userPrompt.length > MAX_CHARACTERS) {
      return refuse(response, 400, 'InvalidRequestBody')
    }
    return void send({
      userPromptAnalysis: { attackDetected: attacks(userPrompt) },
      documentsAnalysis: documents.map((document) => ({ attackDetected: attacks(document) })),
    })
  }
  const { text = '', categories = [], blocklistNames = [] } = body
  if (text.length === 0 || text.length > MAX_CHARACTERS) return refuse(response, 400, 'InvalidRequestBody')
  const severity = Number(/LEVEL(\d)/.exec(text)?.[1] ?? 0)
  const hits = text.includes('Mallory') ? blocklistNames : []
  send({
    blocklistsMatch: hits.map((blocklistName) => ({
      blocklistName,
      blocklistItemId: 'x',
      blocklistItemText: 'Mallory',
    })),
    categoriesAnalysis: categories.map((category) => ({ category, severity: category === 'Violence' ? severity : 0 })),
  })
}

export type Answer = (asked: Asked, response: ServerResponse, count: number) => void

/** A server on loopback that speaks the REST interface of Azure AI Content Safety. */
export async function azureServer(answer: Answer = answerAsDocumented) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = request.url ?? ''
      const operation = /^\/contentsafety\/([a-zA-Z:]+)\?/.exec(url)?.[1] ?? ''
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked['body']
      const one = { operation, url, headers: request.headers, body }
      asked.push(one)
      if (request.headers['ocp-apim-subscription-key'] !== KEY && request.headers.authorization !== 'Bearer entra') {
        return refuse(response, 401, '401')
      }
      answer(one, response, asked.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const classifier = (options: Partial<AzureContentSafetyOptions> = {}, runtime: Runtime = impatient()) =>
    azureContentSafety(
      { endpoint, ...(options.token ? {} : { key: KEY }), unsafelyAllowHttpLoopback: true, ...options },
      runtime,
    )
  return { asked, endpoint, classifier, refuse }
}

/** Real time, but waits between attempts are noted instead of waited for. */
export function impatient(waits: number[] = []): Runtime {
  return {
    ...systemRuntime,
    delay: (ms, signal) => {
      // Deadlines have a signal that ends them, and so have waits; those for attempts are short.
      if (ms > 8_000 || ms === 300 || ms === 5_000) return systemRuntime.delay(ms, signal)
      waits.push(ms)
      return Promise.resolve()
    },
  }
}

export const shieldRefusal = refuse
