import type { Family } from '../types.js'
import { form, mcp, row, value } from './request.js'

const DAY_MS = 86_400_000

/** What ends: these rows leave nothing for others to use. */
export const endings: Family = {
  name: 'endings',
  exchanges: [
    mcp('the other token still lives', 200, { token: 'write' }),
    row('its client revokes it', 200, (known) =>
      form('/revoke', [
        ['token', value(known, 'write')],
        ['client_id', value(known, 'public')],
      ]),
    ),
    mcp('the revoked token, POST', 401, { token: 'write' }),
    mcp('the revoked token, GET', 401, { token: 'write', method: 'GET' }),
    mcp('the revoked token, DELETE', 401, { token: 'write', method: 'DELETE' }),
    mcp('an expired token, POST', 401, {}, { advanceMs: DAY_MS }),
    mcp('an expired token, GET', 401, { method: 'GET' }),
    mcp('an expired token and a wrong type', 401, { headers: ['Content-Type: text/plain'] }),
    mcp('an expired token and a foreign origin', 403, { headers: ['Origin: https://evil.example'] }),
  ],
}
