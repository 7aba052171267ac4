import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { SecretVault } from '@sallyport/core/node'

declare const client: Client

// #region client
import { readFile } from 'node:fs/promises'
import { parseTrustManifest, verifyTrusted } from '@sallyport/cli'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'

const manifest = parseTrustManifest(await readFile('mcp-servers.trust.json'))
const server = await verifyTrusted(manifest, 'files') // throws an UntrustedError with a reason
const { command, args, env, cwd } = server
const transport = new StdioClientTransport({ command, args: [...args], env: { ...env }, cwd })
transport.onclose = () => void server.close() // removes the verified copy
await client.connect(transport)
// #endregion client

declare const vault: SecretVault

// #region secrets
import { secretFromEnv, secretFromFile, secretFromVault } from '@sallyport/core/node'

const clientSecret = secretFromEnv('NOTES_CLIENT_SECRET')
const apiKey = await secretFromFile('/run/credentials/notes/api-key', { minLength: 32 })
const webhookSecret = await secretFromVault(vault, 'notes/webhook')
// #endregion secrets

export { apiKey, clientSecret, webhookSecret }
