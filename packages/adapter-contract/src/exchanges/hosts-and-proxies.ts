import type { Comparison, Exchange, Family } from '../types.js'
import { mcp, row } from './request.js'

const ALLOWED = ['localhost:3999', 'localhost', 'LOCALHOST:3999', '127.0.0.1', '127.0.0.1:1', '[::1]:3999']
const FOREIGN = ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:3999', '0.0.0.0:3999', '127.1']
/** Some hosts make no request of these, and say so themselves. */
const MALFORMED = [
  ...['127.0.0.1:3999:80', '127.0.0.1:999999', 'x@127.0.0.1:3999', '127.0.0.1/evil.example', '127.0.0.1:3999?x'],
  ...['127.0.0.1%2f', ''],
]

const METADATA = '/.well-known/oauth-protected-resource/mcp'

function hostRows(host: string, status: number, comparison: Comparison = 'bytes'): readonly Exchange[] {
  const at = `at ${JSON.stringify(host)}`
  return [
    mcp(`/mcp ${at}`, status, { host }, { comparison }),
    row(`metadata ${at}`, status, { target: METADATA, host }, { comparison }),
    row(`authorize ${at}`, status === 200 ? 400 : 403, { target: '/authorize', host }, { comparison }),
  ]
}

const SPOOFS = [
  ...['X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https', 'X-Forwarded-For: 203.0.113.9'],
  ...['X-Forwarded-Port: 443', 'X-Forwarded-Prefix: /evil', 'Forwarded: for=203.0.113.9;host=evil.example;proto=https'],
  ...['X-Original-URL: /public', 'X-Rewrite-URL: /public', 'X-Real-IP: 203.0.113.9', 'True-Client-IP: 203.0.113.9'],
]

export const hostsAndProxies: Family = {
  name: 'hosts and proxies',
  exchanges: [
    ...ALLOWED.flatMap((host) => hostRows(host, 200)),
    ...FOREIGN.flatMap((host) => hostRows(host, 403)),
    ...MALFORMED.flatMap((host) => hostRows(host, 403, 'bytes-or-own')),
    mcp('no Host in HTTP/1.0', 403, { host: null, version: '1.0' }, { comparison: 'bytes-or-own' }),
    mcp('two Host lines', 403, { headers: ['Host: evil.example'] }),
    mcp('no Host in HTTP/1.1', 400, { host: null }, { comparison: 'status' }),
    ...SPOOFS.flatMap((line) => [
      mcp(`/mcp without a token and ${line}`, 401, { token: null, headers: [line] }),
      row(`metadata and ${line}`, 200, { target: '/.well-known/oauth-authorization-server', headers: [line] }),
    ]),
  ],
}
