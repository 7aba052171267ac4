import type { IncomingMessage, ServerResponse } from 'node:http'
import type { InteractionDetails, Provider } from 'oidc-provider/lib/provider.js'
import type { Federation } from './federation.js'
import { redirect, sendPage } from './http.js'
import { handleLogin, type LoggedIn } from './login.js'
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
  const { provider, issuer, directory, federation } = context
  // Throws when this browser has no cookie for the interaction, and when the interaction has expired.
  const details = await provider.interactionDetails(request, response).catch(() => undefined)
  if (details === undefined) {
    sendNotFound(response)
    return
  }
  const { uid, prompt, params } = details
  const finish = (outcome: LoggedIn) => finishLogin(provider, request, response, details, outcome)

  if (prompt.name === 'consent') {
    // Granted without asking: a browser that is logged in passes straight through, which is the situation that makes a
    // consent page of the relying proxy necessary.
    redirect(response, await provider.interactionResult(request, response, { consent: {} }))
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
    if (outcome === undefined) sendNotFound(response)
    else await finish(outcome)
    return
  }

  const outcome = await handleLogin(request, response, directory, {
    action,
    ...(loginHint === undefined ? {} : { loginHint }),
  })
  if (outcome !== 'shown') await finish(outcome)
}

function sendNotFound(response: ServerResponse): void {
  const message = 'This login has expired or belongs to another browser. Please start again from the application.'
  sendPage(response, 400, messagePage('Login not found', message))
}

async function finishLogin(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  { session }: InteractionDetails,
  outcome: LoggedIn,
): Promise<void> {
  const result =
    outcome === 'cancelled'
      ? { error: 'access_denied', error_description: 'The login was cancelled.' }
      : { login: { accountId: outcome.accountId }, select_account: {} }
  const options = { mergeWithLastSubmission: false }
  const returnTo = await provider.interactionResult(request, response, result, options)
  if (outcome !== 'cancelled' && session?.accountId !== undefined && session.accountId !== outcome.accountId) {
    await forgetAccount(provider, session.uid)
  }
  redirect(response, returnTo)
}

/** Otherwise the provider would log the previous person out first, on a page that needs scripts. */
async function forgetAccount(provider: Provider, sessionUid: string): Promise<void> {
  const session = await provider.Session.findByUid(sessionUid)
  if (session === undefined) return
  session.accountId = undefined
  session.authorizations = undefined
  await session.persist()
}
