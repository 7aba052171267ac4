/** One HTTP exchange, all of it. The answer grows while it streams. */
export interface Recorded {
  readonly method: string
  readonly url: URL
  readonly requestHeaders: string
  readonly requestBody: string
  readonly status: number
  readonly responseHeaders: string
  responseBody: string
}

export interface Recording {
  readonly exchanges: readonly Recorded[]
  readonly fetch: typeof fetch
}

const headerText = (headers: Headers): string => [...headers].map(([name, value]) => `${name}: ${value}`).join('\n')

/** A `fetch` that writes everything down. */
export function startRecording(): Recording {
  const exchanges: Recorded[] = []
  return {
    exchanges,
    async fetch(input, init) {
      const request = new Request(input, init)
      const requestBody = await request.clone().text()
      const response = await fetch(request)
      const exchange: Recorded = {
        method: request.method,
        url: new URL(request.url),
        requestHeaders: headerText(request.headers),
        requestBody,
        status: response.status,
        responseHeaders: headerText(response.headers),
        responseBody: '',
      }
      exchanges.push(exchange)
      void listen(exchange, response.clone())
      return response
    },
  }
}

async function listen(exchange: Recorded, { body }: Response): Promise<void> {
  if (body === null) return
  const decoder = new TextDecoder()
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      exchange.responseBody += decoder.decode(chunk, { stream: true })
    }
  } catch {
    // A stream that the server or the client has given up.
  }
}
