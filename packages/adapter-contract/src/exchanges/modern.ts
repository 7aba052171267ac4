import type { Exchange, Family } from '../types.js'
import { mcp, row, rpc } from './request.js'

const MODERN = '2026-07-28'
const META = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientCapabilities': {},
}
const VERSION = `MCP-Protocol-Version: ${MODERN}`

const query = (name: string, status: number, region: unknown, lines: readonly string[]): Exchange =>
  mcp(name, status, {
    headers: [VERSION, 'Mcp-Method: tools/call', 'Mcp-Name: query', ...lines],
    body: rpc('tools/call', { name: 'query', arguments: { region }, _meta: META }),
  })

/** A server of nothing but the newest revision (requirements §10.6, §10.7). */
export const modern: Family = {
  name: 'modern only',
  variant: 'modern',
  exchanges: [
    row('metadata', 200, { target: '/.well-known/oauth-protected-resource/mcp' }),
    mcp('a modern ping', 200, { headers: [VERSION, 'Mcp-Method: ping'], body: rpc('ping', { _meta: META }) }),
    mcp('a ping without a version', 400),
    ...['2025-03-26', '2025-06-18', '2025-11-25', '2030-01-01'].map((version) =>
      mcp(`a ping of ${version}`, 400, { headers: [`MCP-Protocol-Version: ${version}`] }),
    ),
    mcp('initialize', 400, { body: rpc('initialize', { protocolVersion: '2025-11-25' }) }),
    mcp('GET', 405, { method: 'GET' }),
    mcp('DELETE', 405, { method: 'DELETE' }),
    mcp('GET without a token', 405, { method: 'GET', token: null }),
    mcp('PUT', 405, { method: 'PUT' }),
    mcp('OPTIONS', 204, { method: 'OPTIONS', token: null, headers: ['Origin: https://app.example.com'] }),
    mcp('POST without a token', 401, { token: null, headers: [VERSION] }),
    mcp('an answer', 400, { headers: [VERSION], body: '{"jsonrpc":"2.0","id":1,"result":{}}' }),
    mcp('a notification', 202, { headers: [VERSION], body: '{"jsonrpc":"2.0","method":"notifications/cancelled"}' }),
    query('a region that its header repeats', 200, 'eu', ['Mcp-Param-Region: eu']),
    query('a region in base64', 200, 'd\u00fc', ['Mcp-Param-Region: =?base64?ZMO8?=']),
    query('a number as region', 200, 42, ['Mcp-Param-Region: 42.0']),
    query('a region without its header', 400, 'eu', []),
    query('a header without its region', 400, undefined, ['Mcp-Param-Region: eu']),
    query('another region', 400, 'eu', ['Mcp-Param-Region: us']),
    query('the header twice', 400, 'eu', ['Mcp-Param-Region: eu', 'Mcp-Param-Region: eu']),
    query('bytes that are not ASCII', 400, 'd\u00fc', ['Mcp-Param-Region: d\u00fc']),
    query('base64 that is none', 400, 'eu', ['Mcp-Param-Region: =?base64?!?=']),
    query('blanks around', 200, 'eu', ['Mcp-Param-Region: \t eu \t']),
    query('a list as region', 400, ['eu'], ['Mcp-Param-Region: eu']),
    query('a header that nobody listed', 200, 'eu', ['Mcp-Param-Region: eu', 'Mcp-Param-Other: x']),
    query('too long a header', 431, 'eu', [`Mcp-Param-Region: ${'x'.repeat(8_193)}`]),
  ],
}
