import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider/lib/provider.js'
import type { Federation } from './federation.js'
import { redirect, sendPage } from './http.js'
import { handleLogin, type LoginOutcome } from './login.js'
import { messagePage } from './pages.js'
import type { Directory } from './users.js'

export const INTERACTION_PATH = '/interaction/'

export interface InteractionContext {
  readonly provider: Provider
  readonly issuer: string
  readonly directory: Directory
  readonly federation: Federation | undefined
}

/** Answers everything below `/interaction/`: the login form, the way back from the federated login, and consent. */
export async function handleInteraction(
  context: InteractionContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await interact(context, request, response)
  } catch {
    // The provider throws when the browser has no cookie for this interaction, or when it has expired.
    const message = 'This login has expired or belongs to another browser. Please start again from the application.'
    sendPage(response, 400, messagePage('Login not found', message))
  }
}

async function interact(
  context: InteractionContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { provider, issuer, directory, federation } = context
  const { uid, prompt, params } = await provider.interactionDetails(request, response)

  if (prompt.name === 'consent') {
    // Granted without asking: a browser that is logged in passes straight through, which is the situation that makes a
    // consent page of the relying proxy necessary.
    await provider.interactionFinished(request, response, { consent: {} })
    return
  }

  const action = `${INTERACTION_PATH}${uid}`
  const loginHint = typeof params['login_hint'] === 'string' ? params['login_hint'] : undefined
  const url = new URL(request.url ?? '/', issuer)
  if (federation !== undefined) {
    if (!url.searchParams.has('ticket')) {
      redirect(response, federation.start(`${issuer}${action}`, loginHint))
      return
    }
    const outcome = federation.redeem(url.searchParams.get('ticket'))
    if (outcome === undefined) throw new TypeError('unknown ticket')
    await finish(provider, request, response, outcome)
    return
  }

  const outcome = await handleLogin(request, response, directory, {
    action,
    ...(loginHint === undefined ? {} : { loginHint }),
  })
  if (outcome !== 'shown') await finish(provider, request, response, outcome)
}

async function finish(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  outcome: Exclude<LoginOutcome, 'shown'>,
): Promise<void> {
  const result =
    outcome === 'cancelled'
      ? { error: 'access_denied', error_description: 'The login was cancelled.' }
      : { login: { accountId: outcome.accountId }, select_account: {} }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}
