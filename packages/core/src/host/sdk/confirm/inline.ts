import { RpcError } from '../../../errors/index.js'
import type { ActionStanding } from '../../../services/elicitation/index.js'
import { allow, instead, isForForm, pageFor, standingOf, type Outcome, type SensitiveCall } from './call.js'
import { decisionIn, DECISION_FORM, pageText, questionText } from './question.js'
import { declined, dismissed, impossible, linked, NO_WAY, unanswered, unusable } from './results.js'

/** Only in revision 2025-11-25 (EL-20). */
const URL_ELICITATION_REQUIRED = -32042

/** A call before 2026-07-28: the client is asked while the call waits, or the person on our page before it comes again. */
export async function confirmInline(call: SensitiveCall): Promise<Outcome> {
  const standing = await standingOf(call)
  if (standing.standing === 'approved') return allow(call.context)
  if (standing.standing === 'declined') return instead(declined())
  const question = questionText(call.action)
  if (isForForm(call, question)) return askByForm(call, question)
  return call.hasPage ? instead(await askByPage(call, standing)) : instead(impossible(NO_WAY))
}

/** The question goes on the stream of this call, so it reaches the client that called and nobody else. */
async function askByForm(call: SensitiveCall, message: string): Promise<Outcome> {
  const { server, context, action, client, confirmations, runtime } = call
  const { id, endsAtMs } = await confirmations.ask(context, action)
  const options = {
    relatedRequestId: client.requestId,
    timeout: Math.max(endsAtMs - runtime.nowMs(), 1),
    ...(client.signal && { signal: client.signal }),
  }
  const params = { mode: 'form', message, requestedSchema: DECISION_FORM }
  const decision = decisionIn(await server.elicitInput?.(params, options).catch(() => undefined))
  if (decision === 'cancel') {
    await confirmations.withdraw(context, id, 'dismissed')
    return instead(dismissed())
  }
  if (decision === undefined) {
    // No answer, none in time, or one that is neither of the two: nothing is read into it (EL-21).
    await confirmations.withdraw(context, id, 'expired')
    return instead(unanswered())
  }
  const state = await confirmations.decide(context, id, decision)
  if (decision === 'decline') return instead(declined())
  const isUsed = state === 'approved' && (await standingOf(call)).standing === 'approved'
  return isUsed ? allow(context) : instead(unusable())
}

/**
 * Sends the person to our page: the call fails, and passes once when it comes again.
 *
 * @throws {RpcError} -32042 for a client that opens addresses itself
 */
async function askByPage(call: SensitiveCall, standing: ActionStanding): Promise<unknown> {
  const { server, client, settings, action, confirmations } = call
  if (!client.url && settings.undeclared === 'refuse') return impossible('this client cannot ask for it')
  const asked = await pageFor(call, standing)
  if (!client.url) return linked(asked.url, asked.endsAtMs)
  const params = { elicitationId: asked.id }
  // To the client of this connection alone (EL-20). Optional in the revision, so it may as well not arrive.
  await confirmations.onDecided(asked, () => {
    server.notification({ method: 'notifications/elicitation/complete', params }).catch(() => undefined)
  })
  const elicitation = { mode: 'url', ...params, url: asked.url, message: pageText(action) }
  throw new RpcError(URL_ELICITATION_REQUIRED, 'URL elicitation required', { elicitations: [elicitation] })
}
