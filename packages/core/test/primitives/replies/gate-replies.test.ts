import { describe, expect, it } from 'vitest'
import {
  allowedOriginHeaders,
  badCredentialsReply,
  emptyReply,
  forbiddenReply,
  methodNotAllowedReply,
  notFoundReply,
  payloadTooLargeReply,
  preflightReply,
  replyLines,
  rpcErrorReply,
  serverErrorReply,
  toResponse,
  tooManyRequestsReply,
  unauthorizedReply,
  unavailableReply,
  type Reply,
} from '../../../src/primitives/replies/index.js'

const CHALLENGE = 'Bearer resource_metadata="https://h/.well-known/oauth-protected-resource/mcp"'

function lines(reply: Reply, wanted: string): readonly string[] {
  return reply.headers.filter(([name]) => name === wanted).map(([, value]) => value)
}

const replies: readonly [string, Reply, number][] = [
  ['401', unauthorizedReply([CHALLENGE]), 401],
  ['400 with a challenge', badCredentialsReply([CHALLENGE]), 400],
  ['403', forbiddenReply(), 403],
  ['404', notFoundReply(), 404],
  ['405', methodNotAllowedReply(['POST']), 405],
  ['413', payloadTooLargeReply(), 413],
  ['429', tooManyRequestsReply(1500), 429],
  ['500', serverErrorReply(), 500],
  ['503', unavailableReply(), 503],
  ['an empty answer', emptyReply(413), 413],
  ['a parse error', rpcErrorReply(400, { code: -32700, message: 'Parse error' }), 400],
]

describe.each(replies)('%s', (_name, reply, status) => {
  it('has its status and every security header once, in lower case [F-18]', () => {
    expect(reply.status).toBe(status)
    for (const [name, value] of [
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
      ['x-frame-options', 'DENY'],
      ['referrer-policy', 'no-referrer'],
      ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
    ] as const) {
      expect(lines(reply, name)).toEqual([value])
    }
    expect(reply.headers.every(([name]) => name === name.toLowerCase())).toBe(true)
  })

  it('becomes a web response without loss', async () => {
    const response = toResponse(reply)

    expect(response.status).toBe(status)
    expect(await response.text()).toBe(reply.body)
    const names = new Set(replyLines(reply).map(([name]) => name))
    expect([...response.headers.keys()].sort()).toEqual([...names].sort())
  })
})

describe('the length', () => {
  it('is measured in bytes, and said of an empty body too [F-90]', () => {
    const lengthOf = (body: string) => replyLines({ status: 200, headers: [], body })
    expect(lengthOf('\u00e4\u4e2d')).toEqual([['content-length', '5']])
    expect(lengthOf('')).toEqual([['content-length', '0']])
  })

  it.each([204, 205, 304])('is not said of %d [F-90]', (status) => {
    expect(replyLines({ status, headers: [['vary', 'Origin']], body: '' })).toEqual([['vary', 'Origin']])
  })
})

describe('bodies', () => {
  it.each([
    [unauthorizedReply([CHALLENGE]), '{"jsonrpc":"2.0","error":{"code":401,"message":"Unauthorized"}}'],
    [forbiddenReply([CHALLENGE]), '{"jsonrpc":"2.0","error":{"code":403,"message":"Forbidden"}}'],
    [forbiddenReply(), '{"jsonrpc":"2.0","error":{"code":403,"message":"Forbidden"}}'],
    [
      tooManyRequestsReply(10),
      '{"jsonrpc":"2.0","error":{"code":429,"message":"Too many requests","data":{"retryAfterMs":10}}}',
    ],
    [serverErrorReply(), ''],
  ])('is a constant that tells nothing of tools, claims or users [RS-41]', (reply, body) => {
    expect(reply.body).toBe(body)
  })

  it.each([
    ['a number', 7],
    ['zero', 0],
    ['text', 'a'],
    ['empty text', ''],
  ])('repeats an id that is %s', (_case, id) => {
    expect(JSON.parse(forbiddenReply([], id).body)).toMatchObject({ id })
  })

  it('leaves the id out, never null, when it could not be read', () => {
    expect(JSON.parse(unauthorizedReply([]).body)).not.toHaveProperty('id')
  })

  it('carries data where a revision of MCP defines it', () => {
    const reply = rpcErrorReply(400, { code: -32022, message: 'Unsupported', data: { supported: ['2025-11-25'] } }, 1)

    expect(JSON.parse(reply.body)).toEqual({
      jsonrpc: '2.0',
      error: { code: -32022, message: 'Unsupported', data: { supported: ['2025-11-25'] } },
      id: 1,
    })
  })
})

describe('head', () => {
  it('keeps several challenges on lines of their own [RS-41]', () => {
    expect(lines(unauthorizedReply([CHALLENGE, 'DPoP algs="ES256"']), 'www-authenticate')).toEqual([
      CHALLENGE,
      'DPoP algs="ES256"',
    ])
    expect(lines(forbiddenReply(), 'www-authenticate')).toEqual([])
  })

  it('rounds Retry-After up and takes further lines', () => {
    const reply = tooManyRequestsReply(1, 3, [['ratelimit', '"user";r=0;t=1']])

    expect(lines(reply, 'retry-after')).toEqual(['1'])
    expect(lines(reply, 'ratelimit')).toEqual(['"user";r=0;t=1'])
  })

  it('names the methods there are', () => {
    expect(lines(methodNotAllowedReply(['POST', 'GET']), 'allow')).toEqual(['POST, GET'])
  })
})

describe('CORS of an MCP endpoint', () => {
  it('answers the preflight for one origin, without credentials [F-18]', () => {
    const reply = preflightReply({
      origin: 'https://app.example',
      methods: ['POST', 'GET', 'DELETE'],
      requestHeaders: ['Authorization', 'Mcp-Session-Id'],
    })

    expect(reply.status).toBe(204)
    expect(lines(reply, 'access-control-allow-origin')).toEqual(['https://app.example'])
    expect(lines(reply, 'access-control-allow-methods')).toEqual(['POST, GET, DELETE'])
    expect(lines(reply, 'access-control-allow-headers')).toEqual(['Authorization, Mcp-Session-Id'])
    expect(lines(reply, 'vary')).toEqual(['Origin, Access-Control-Request-Method, Access-Control-Request-Headers'])
    expect(lines(reply, 'access-control-allow-credentials')).toEqual([])
  })

  it('marks answers as differing by origin [F-18]', () => {
    expect(allowedOriginHeaders('https://app.example', ['WWW-Authenticate'])).toEqual([
      ['access-control-allow-origin', 'https://app.example'],
      ['access-control-expose-headers', 'WWW-Authenticate'],
      ['vary', 'Origin'],
    ])
  })
})
