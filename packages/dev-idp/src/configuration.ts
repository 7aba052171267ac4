import { base, Check, Prompt, type Policy } from 'oidc-provider/lib/helpers/interaction_policy/index.js'
import type { Context } from 'oidc-provider/lib/provider.js'
import { createAdapter } from './adapter.js'
import type { ClientRegistry } from './clients.js'
import { INTERACTION_PATH } from './interaction.js'
import { messagePage } from './pages.js'
import type { ResourceRegistry } from './resources.js'
import type { State } from './state.js'
import type { Directory } from './users.js'

const DAY_SECONDS = 86_400

export interface ConfigurationInput {
  readonly port: number
  readonly state: State
  readonly clients: ClientRegistry
  readonly directory: Directory
  readonly resources: ResourceRegistry
  readonly accessTokenLifetimeMs: number
  readonly rotateRefreshTokens: boolean
}

/** Everything is spelled out: a default that `oidc-provider` considers unfit for production prints a warning when used. */
export function providerConfiguration(input: ConfigurationInput): Readonly<Record<string, unknown>> {
  const { port, state, clients, directory } = input
  return {
    adapter: createAdapter(state, clients),
    jwks: { keys: [state.signingKey] },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: { openid: ['sub', 'name', 'roles'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, id: string) => Promise.resolve(directory.find(id)),
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientBasedCORS: () => false,
    issueRefreshToken: () => Promise.resolve(true),
    expiresWithSession: () => Promise.resolve(false),
    rotateRefreshToken: input.rotateRefreshTokens,
    loadExistingGrant: grantEverything,
    interactions: {
      policy: interactionPolicy(),
      url: (_context: unknown, interaction: { readonly uid: string }) => `${INTERACTION_PATH}${interaction.uid}`,
    },
    cookies: {
      keys: [state.cookieKey],
      // Browsers share cookies between the ports of a host: two providers must not overwrite each other's.
      names: {
        session: `_session_${String(port)}`,
        interaction: `_interaction_${String(port)}`,
        resume: `_interaction_resume_${String(port)}`,
      },
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: isOwnToken },
      resourceIndicators: {
        enabled: true,
        // A refresh that does not repeat `resource` stays with what was granted (RFC 8707 §2.2).
        useGrantedResource: () => Promise.resolve(true),
        getResourceServerInfo: (_context: unknown, resource: string) => input.resources.info(resource),
      },
    },
    ttl: {
      AccessToken: Math.max(1, Math.round(input.accessTokenLifetimeMs / 1000)),
      AuthorizationCode: 60,
      IdToken: 3_600,
      Interaction: 600,
      Session: DAY_SECONDS,
      Grant: 30 * DAY_SECONDS,
      RefreshToken: 30 * DAY_SECONDS,
    },
    renderError(context: Context, out: { readonly error: string; readonly error_description?: string }) {
      context.type = 'html'
      context.body = messagePage('The provider refused the request', `${out.error}: ${out.error_description ?? ''}`)
    },
  }
}

function interactionPolicy(): Policy {
  const policy = base()
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  const missing = new Check('no_account', 'the account is disabled', ({ oidc }) => oidc.account === undefined)
  policy.get('login').checks.add(missing)
  return policy
}

async function grantEverything({ oidc }: Context) {
  const { Grant } = oidc.provider
  const { clientId } = oidc.client
  const grantId = oidc.result?.consent?.grantId ?? oidc.session.grantIdFor(clientId)
  const existing = grantId === undefined ? undefined : await Grant.find(grantId)
  const grant = existing ?? new Grant({ accountId: oidc.session.accountId, clientId })
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '))
  for (const [resource, { scopes }] of Object.entries(oidc.resourceServers ?? {})) {
    const asked = [...oidc.requestParamScopes].filter((scope) => scopes.has(scope))
    grant.addResourceScope(resource, asked.join(' '))
  }
  await grant.save()
  return grant
}

function isOwnToken(_context: unknown, client: { readonly clientId: string }, token: { readonly clientId: string }) {
  return client.clientId === token.clientId
}
