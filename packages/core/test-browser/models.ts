import type {
  ConfirmationPageModel,
  ConnectionsPageModel,
  ConsentPageModel,
  ErrorPageModel,
} from '../src/policy/pages/index.js'

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

const DAY = 86_400_000
const NOW = Date.UTC(2026, 2, 14, 9, 26)

export const connections: ConnectionsPageModel = {
  account: 'alice@example.com',
  connections: [
    {
      clientId: 'https://meridian.example/oauth/client.json',
      clientName: 'Meridian Assistant',
      redirects: [{ uri: 'https://connect.meridian.example/oauth/callback', kind: 'https' }],
      connected: true,
      resources: [
        {
          resource: 'https://notes.example.com/mcp',
          resourceName: 'Notes',
          scopes: remoteClient.scopes,
          offline: true,
          sinceMs: NOW - 9 * DAY,
          lastUsedAtMs: NOW,
        },
      ],
      sessions: [
        { id: 'session-1', sinceMs: NOW - 4_000_000, lastUsedAtMs: NOW },
        { id: 'session-2', sinceMs: NOW - 9_000_000, lastUsedAtMs: NOW - 1_300_000 },
      ],
    },
    {
      clientId: 'c_8Jx0yVb2m4QeT1kZrW7uHg',
      clientName: 'Terminal Agent',
      redirects: [{ uri: 'http://127.0.0.1/callback', kind: 'loopback' }],
      connected: true,
      resources: [
        {
          resource: 'https://notes.example.com/mcp',
          resourceName: 'Notes',
          scopes: remoteClient.scopes.slice(0, 1),
          offline: false,
          sinceMs: NOW - 2 * DAY,
          lastUsedAtMs: NOW - DAY,
        },
      ],
      sessions: [],
    },
    {
      clientId: 'c_kR1kZrW7uHgJx0yVb2m4Qe',
      clientName: 'Calendar Bot',
      redirects: [{ uri: 'https://calendar.example/oauth/callback', kind: 'https' }],
      connected: false,
      resources: [
        {
          resource: 'https://notes.example.com/mcp',
          resourceName: 'Notes',
          scopes: remoteClient.scopes.slice(0, 1),
          offline: false,
          sinceMs: undefined,
          lastUsedAtMs: undefined,
        },
      ],
      sessions: [],
    },
  ],
  action: '/connections',
  fields: { token: 'sealed-token' },
}

export const sensitiveAction: ConfirmationPageModel = {
  clientName: 'Meridian Assistant',
  clientId: 'https://meridian.example/oauth/client.json',
  resource: 'https://notes.example.com/mcp',
  resourceName: 'Notes',
  tool: 'notes_share',
  argumentsJson: JSON.stringify({
    folder: 'Taxes 2025',
    recipients: ['bob@example.com', 'eve@ex\u0430mple.com'],
    message: 'Dear Bob,\nhere are the papers you asked for.',
    notify: true,
  }),
  account: 'alice@example.com',
  endsAtMs: NOW + 300_000,
  action: '/confirm/x',
  fields: { token: 'sealed-token' },
}

export const noConnections: ConnectionsPageModel = { ...connections, connections: [] }
