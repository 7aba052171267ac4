import type { ConsentPageModel, ErrorPageModel } from '../src/policy/pages/index.js'

export const remoteClient: ConsentPageModel = {
  clientName: 'Meridian Assistant',
  clientId: 'https://meridian.example/oauth/client.json',
  clientUri: 'https://meridian.example',
  redirectUri: 'https://connect.meridian.example/oauth/callback',
  redirectKind: 'https',
  resource: 'https://notes.example.com/mcp',
  resourceName: 'Notes',
  scopes: [
    { name: 'notes:read', description: 'Read all your notes' },
    { name: 'notes:write', description: 'Add notes and change existing ones' },
  ],
  offline: true,
  account: undefined,
  action: '/consent',
  fields: { request: 'sealed-request', csrf: 'token' },
}

export const localClient: ConsentPageModel = {
  ...remoteClient,
  clientName: 'Terminal Agent',
  clientId: 'c_8Jx0yVb2m4QeT1kZrW7uHg',
  clientUri: undefined,
  redirectUri: 'http://127.0.0.1:33418/callback',
  redirectKind: 'loopback',
}

export const editorClient: ConsentPageModel = {
  ...localClient,
  clientName: 'Cursor',
  redirectUri: 'cursor://anysphere.cursor-mcp/oauth/callback',
  redirectKind: 'private-use',
  account: 'alice@example.com',
}

export const expired: ErrorPageModel = {
  problem: 'login_expired',
  error: 'access_denied',
  requestId: 'req_7f3c9a2e51',
  returnTo: {
    host: 'connect.meridian.example',
    url: 'https://connect.meridian.example/oauth/callback?error=access_denied',
  },
}
