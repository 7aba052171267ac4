/** The identity provider of a soak, in a process of its own: it stays up. */
import { startDevIdp } from '@sallyport/dev-idp'
import { readConfig, sayReady } from './child.js'
import type { ProviderConfig } from './server-config.js'

const { redirectUri, users } = readConfig() as ProviderConfig
const { issuer, clientId, clientSecret } = await startDevIdp({
  redirectUris: [redirectUri],
  users: users.map((name) => ({ name })),
})
sayReady(JSON.stringify({ issuer, clientId, clientSecret }))
