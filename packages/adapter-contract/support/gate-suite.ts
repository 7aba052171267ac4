import type { Answer, Outcome } from '@sallyport/core/resource-server'
import type { WebHandler } from '@sallyport/core/web'
import { describe, expect, it } from 'vitest'
import { callMcp, message } from '../../express/test/support/call-mcp.js'
import { accessToken } from './access-token.js'
import type { Deployment, DeploymentOptions } from './deployment.js'
import { echo, ticker, until } from './handlers.js'
import { connect, exchange, linesOf } from './raw.js'

/** A deployment whose gate tells when requests have ended. */
export interface WatchedDeployment extends Deployment {
  readonly completed: readonly (Answer | Outcome)[]
}

/** Opens the adapter under test with a handler behind `protect`. */
export type Start = (handler: WebHandler, setup?: DeploymentOptions) => Promise<WatchedDeployment>

const PING = JSON.stringify(message('ping'))

const head = (token: string, lines: readonly string[], method = 'POST', target = '/mcp'): string =>
  [
    `${method} ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    ...lines,
    'Connection: close',
    '',
    '',
  ].join('\r\n')

const JSON_TYPE = 'Content-Type: application/json'
const length = (body: string): string => `Content-Length: ${String(Buffer.byteLength(body))}`
const chunked = (body: string): string => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`

/** What every adapter must do with requests to the MCP endpoint, whatever the framework makes of them. */
export function describeGate(name: string, start: Start): void {
  const counting = async (setup?: DeploymentOptions) => {
    const ran: unknown[] = []
    const app = await start((request, context) => (ran.push(context.parsedBody), echo(request, context)), setup)
    return { app, ran, token: await accessToken(app) }
  }

  describe(`the gate in front of ${name}`, () => {
    it('answers strangers before a byte of the body has come, and ends the connection [RS-20] [RS-24] [F-90]', async () => {
      const { app, ran } = await counting()
      const answer = await exchange(
        app.origin,
        `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n${JSON_TYPE}\r\nContent-Length: 1000\r\n\r\n`,
      )
      expect(answer.status).toBe(401)
      expect(linesOf(answer, 'www-authenticate')).toEqual([expect.stringMatching(/^Bearer resource_metadata="/)])
      expect(linesOf(answer, 'connection')).toEqual(['close'])
      expect(ran).toEqual([])
    })

    it('hands the message it has judged to the handler, and tells the gate of the end once [ST-17] [RS-39] [F-90]', async () => {
      const { app, ran, token } = await counting()
      for (const framed of [`${length(PING)}\r\n\r\n${PING}`, `Transfer-Encoding: chunked\r\n\r\n${chunked(PING)}`]) {
        const request = head(token, [JSON_TYPE]).replace('\r\n\r\n', `\r\n${framed}`)
        const answer = await exchange(app.origin, request)
        expect(answer.status).toBe(200)
        expect(answer.body).toContain('"token":"sallyport:')
        expect(answer.body).not.toContain(token)
      }
      expect(ran).toEqual([message('ping'), message('ping')])
      await until('two ends', () => app.completed.length === 2)
      expect(app.completed.map(({ status }) => status)).toEqual([200, 200])
    })

    it.each([
      ['not JSON', '{"jsonrpc":', 400],
      ['empty', '', 400],
      ['behind a byte order mark', `\uFEFF${PING}`, 400],
      ['a batch', `[${PING}]`, 400],
      ['a member named twice', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}', 400],
      ['over the cap', JSON.stringify(message('ping', { text: 'x'.repeat(3_000) })), 413],
    ])(
      'refuses a body that is %s, sent whole or in chunks [ST-08] [ST-15] [ST-17] [F-90]',
      async (_case, body, status) => {
        const { app, ran, token } = await counting({ options: { maxBodyBytes: 2_000 } })
        const whole = await exchange(app.origin, head(token, [JSON_TYPE, length(body)]) + toLatin1(body))
        expect(whole.status).toBe(status)
        const inChunks = body === '' ? '0\r\n\r\n' : chunked(body)
        const parts = await exchange(
          app.origin,
          head(token, [JSON_TYPE, 'Transfer-Encoding: chunked']) + toLatin1(inChunks),
        )
        expect(parts.status).toBe(status)
        expect(parts.body).toEqual(whole.body)
        expect(ran).toEqual([])
      },
    )

    it('forgets a request whose client goes in mid-body [ST-64] [F-90]', async () => {
      const { app, ran, token } = await counting()
      const socket = connect(app.origin, `${head(token, [JSON_TYPE, 'Content-Length: 1000'])}{"jsonrpc"`)
      await new Promise((resolve) => setTimeout(resolve, 100))
      socket.destroy()
      await until('the refusal', () => app.events.some((event) => 'reason' in event && event.reason === 'body_aborted'))
      expect([ran, app.completed]).toEqual([[], []])
    })

    it.each([
      ['authorization', 'Authorization: Bearer second', 400],
      ['content-type', 'Content-Type: application/json', 400],
      ['mcp-protocol-version', 'MCP-Protocol-Version: 2025-06-18', 400],
    ])('refuses a second line of %s [RS-22] [ST-16] [F-90]', async (_name, line, status) => {
      const { app, ran, token } = await counting()
      const lines = [JSON_TYPE, 'MCP-Protocol-Version: 2025-06-18', line, length(PING)]
      expect((await exchange(app.origin, head(token, lines) + PING)).status).toBe(status)
      expect(ran).toEqual([])
    })

    it('runs for every method, also behind an override, and lets no other spelling of the path past [ST-16] [F-90]', async () => {
      const { app, ran, token } = await counting()
      for (const method of ['HEAD', 'PUT', 'PATCH', 'TRACE']) {
        const answer = await exchange(app.origin, head(token, ['X-HTTP-Method-Override: POST'], method))
        expect([method, answer.status]).toEqual([method, 405])
        expect(linesOf(answer, 'allow')).toEqual(['GET, POST, DELETE, OPTIONS'])
      }
      const preflight = await exchange(app.origin, head(token, [], 'OPTIONS'))
      expect([preflight.status, preflight.body]).toEqual([204, ''])
      const stranger = ['POST', 'GET', 'DELETE', 'PUT', 'HEAD']
      for (const target of ['/mcp/', '//mcp', '/MCP', '/%6dcp', '/mcp?x=1', '/./mcp', '/mcp;a=b']) {
        for (const method of stranger) {
          const request = head('nonsense', [JSON_TYPE, 'Content-Length: 2'], method, target)
          expect((await exchange(app.origin, `${request}{}`)).status).toBeGreaterThanOrEqual(400)
        }
      }
      expect(ran).toEqual([])
    })

    it('needs no body for GET and DELETE, whatever type they claim [ST-16] [F-90]', async () => {
      const { app, ran, token } = await counting()
      for (const [method, lines] of [
        ['DELETE', [JSON_TYPE]],
        ['DELETE', ['Content-Type: text/xml']],
        ['DELETE', [JSON_TYPE, 'Content-Length: 0']],
        ['DELETE', ['Content-Type: nonsense']],
        ['GET', [JSON_TYPE]],
        ['GET', []],
      ] as const) {
        expect((await exchange(app.origin, head(token, lines, method))).status).toBe(200)
      }
      expect(ran).toEqual(Array.from({ length: 6 }, () => undefined))
    })

    it('keeps the gate’s header lines on the handler’s answer [F-18] [F-90]', async () => {
      const { app, token } = await counting({ options: { allowedOrigins: ['https://app.example'] } })
      const lines = [JSON_TYPE, 'Origin: https://app.example', length(PING)]
      const answer = await exchange(app.origin, head(token, lines) + PING)
      expect(linesOf(answer, 'access-control-allow-origin')).toEqual(['https://app.example'])
      expect(linesOf(answer, 'vary').join()).toContain('Origin')
      expect(linesOf(answer, 'content-type')).toEqual(['application/json'])
    })

    it('streams events as they come, and tells the gate when the stream has ended [ST-64] [F-90]', async () => {
      const stream = ticker()
      const app = await start(stream.handler)
      const answer = await callMcp(app, await accessToken(app))
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
      for (const expected of ['data: 1\n\n', 'data: 2\n\n']) {
        expect(await reader?.read()).toEqual({ done: false, value: expected })
        if (expected === 'data: 1\n\n') stream.tick()
      }
      expect(app.completed).toEqual([{ status: 200, sessionId: 'session-1' }])
      stream.end()
      expect((await reader?.read())?.done).toBe(true)
      await until('the end', () => app.completed.length > 1)
      expect(app.completed.slice(1)).toEqual([{ status: 200 }])
    })

    it('takes a client that goes for a cancellation: the signal aborts, the gate hears of it once [ST-64] [F-90]', async () => {
      const stream = ticker()
      const app = await start(stream.handler)
      const client = new AbortController()
      const answer = await fetch(app.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${await accessToken(app)}`,
        },
        body: PING,
        signal: client.signal,
      })
      await answer.body?.getReader().read()
      const signal = await stream.signal
      expect(signal.aborted).toBe(false)
      client.abort()
      await until('the abort', () => signal.aborted)
      await until('the end', () => app.completed.length > 1)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(app.completed).toHaveLength(2)
    })
  })
}

/** `connect` writes one byte a character. */
function toLatin1(text: string): string {
  return Buffer.from(text).toString('latin1')
}
