import { ORIGIN } from '../deployment.js'
import type { Exchange, Family } from '../types.js'
import { mcp, row } from './request.js'

const PROTECTED = '/.well-known/oauth-protected-resource/mcp'

const ORIGINS: Readonly<Record<string, readonly string[]>> = {
  'our own origin': [`Origin: ${ORIGIN}`],
  'an allowed origin': ['Origin: https://app.example.com'],
  'a foreign origin': ['Origin: https://evil.example'],
  'an allowed host on another scheme': ['Origin: http://app.example.com'],
  'an opaque origin': ['Origin: null'],
  'an empty origin': ['Origin: '],
  'two origins in one line': [`Origin: ${ORIGIN}, https://evil.example`],
}

const isAllowed = (name: string): boolean => name === 'our own origin' || name === 'an allowed origin'

const entries = Object.entries(ORIGINS)

const preflight = (target: string, status: (origin: string) => number): readonly Exchange[] =>
  entries.map(([name, lines]) =>
    row(`preflight of ${target} from ${name}`, status(name), {
      method: 'OPTIONS',
      target,
      headers: [
        ...lines,
        'Access-Control-Request-Method: POST',
        'Access-Control-Request-Headers: authorization, content-type, mcp-param-region, x-other',
      ],
    }),
  )

const plain = (target: string): readonly Exchange[] =>
  entries.map(([name, headers]) => row(`GET ${target} from ${name}`, 200, { target, headers }))

export const browsers: Family = {
  name: 'browsers',
  exchanges: [
    ...preflight('/mcp', (name) => (isAllowed(name) ? 204 : 403)),
    ...preflight(PROTECTED, () => 204),
    ...preflight('/token', () => 204),
    ...preflight('/authorize', () => 405),
    ...entries.map(([name, headers]) => mcp(`ping from ${name}`, isAllowed(name) ? 200 : 403, { headers })),
    ...entries.map(([name, headers]) =>
      mcp(`ping without a token from ${name}`, isAllowed(name) ? 401 : 403, { token: null, headers }),
    ),
    ...plain(PROTECTED),
    ...plain('/jwks'),
    mcp('stream to an allowed origin', 200, {
      headers: ['Origin: https://app.example.com'],
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stream"}}',
    }),
    mcp('an Origin line twice', 403, { headers: [`Origin: ${ORIGIN}`, `Origin: ${ORIGIN}`] }),
    mcp('a preflight with a body', 204, { method: 'OPTIONS', headers: [`Origin: ${ORIGIN}`], body: '{}' }),
  ],
}
