import { RpcError } from '../../../errors/index.js'
import { readInputResponses, type InputRequest, type InputRequired } from '../../../services/request-state/index.js'
import { member, text } from '../messages.js'
import { allow, instead, isForForm, pageFor, standingOf, type Outcome, type SensitiveCall } from './call.js'
import { decisionIn, pageText, questionText } from './question.js'
import { declined, dismissed, impossible, linked, NO_WAY, unanswered, unusable } from './results.js'
import { formQuestion, handlerContext, keep, keptFor, QUESTION, roundResult, urlQuestion } from './rounds.js'

/** How often the store is asked whether the page has been answered. */
const LOOK_EVERY_MS = 1_000

/** A call of 2026-07-28: the question is a result, and the answer comes with the call again (EL-07, EL-09). */
export async function confirmModern(call: SensitiveCall): Promise<Outcome> {
  const kept = await keptFor(call)
  if (kept === undefined) return firstRound(call)
  switch (kept.step) {
    case 'form':
      return answeredForm(call, kept.id)
    case 'page':
      return openedPage(call, kept.id)
    case 'waiting':
      return waited(call, kept.id)
    case 'confirmed':
      return allow(handlerContext(call.context, kept))
  }
}

/** A tool that asks things of its own goes on under the same approval: its rounds are one call. */
export async function keepApproval(call: SensitiveCall, result: unknown): Promise<unknown> {
  if (text(result, 'resultType') !== 'input_required') return result
  const requestState = await keep(call, { step: 'confirmed', inner: text(result, 'requestState') ?? null })
  return { ...(result as InputRequired), requestState }
}

const allowed = (call: SensitiveCall): Outcome => allow(handlerContext(call.context))

async function firstRound(call: SensitiveCall): Promise<Outcome> {
  const { action, client, settings, confirmations, context } = call
  const standing = await standingOf(call)
  if (standing.standing === 'approved') return allowed(call)
  if (standing.standing === 'declined') return instead(declined())
  const message = questionText(action)
  if (isForForm(call, message)) {
    const { id } = await confirmations.ask(context, action)
    return instead(await roundResult(call, { step: 'form', id }, formQuestion(message)))
  }
  if (!call.hasPage) return call.by === 'page' ? instead(impossible(NO_WAY)) : refuseUndeclared({ form: {} })
  if (!client.url && settings.undeclared === 'refuse') {
    return refuseUndeclared(call.by === 'page' ? { url: {} } : { form: {} })
  }
  const { id, url, endsAtMs } = await pageFor(call, standing)
  if (!client.url) return instead(linked(url, endsAtMs))
  return instead(await roundResult(call, { step: 'page', id }, urlQuestion(pageText(action), url)))
}

function refuseUndeclared(elicitation: object): never {
  throw new RpcError(-32021, 'Missing required client capability', { requiredCapabilities: { elicitation } })
}

/** What came back for our question; `undefined` for nothing. @throws {RpcError} -32602 for another form (EL-08) */
function answerTo({ context }: SensitiveCall, question: InputRequest): unknown {
  const given = member(context, 'mcpReq', 'inputResponses')
  return readInputResponses({ [QUESTION]: question }, given).responses[QUESTION]
}

async function answeredForm(call: SensitiveCall, id: string): Promise<Outcome> {
  const { action, confirmations, context } = call
  const question = formQuestion(questionText(action))
  const answer = answerTo(call, question)
  if (answer === undefined) return instead(await roundResult(call, { step: 'form', id }, question))
  const decision = decisionIn(answer)
  if (decision === 'cancel') {
    await confirmations.withdraw(context, id, 'dismissed')
    return instead(dismissed())
  }
  if (decision === undefined) return instead(unusable())
  const state = await confirmations.decide(context, id, decision)
  if (decision === 'decline') return instead(declined())
  if (state !== 'approved') return instead(state === undefined ? unanswered() : unusable())
  return (await standingOf(call)).standing === 'approved' ? allowed(call) : instead(unusable())
}

/** To open the page is not to answer it: what counts is what the person clicks there. */
async function openedPage(call: SensitiveCall, id: string): Promise<Outcome> {
  const { action, confirmations, context } = call
  const { url = '' } = await confirmations.asked(context, { id, endsAtMs: 0 })
  const question = urlQuestion(pageText(action), url)
  const answer = answerTo(call, question)
  if (answer === undefined) return instead(await roundResult(call, { step: 'page', id }, question))
  const said = text(answer, 'action')
  if (said === 'accept') return waited(call, id)
  await confirmations.withdraw(context, id, 'dismissed')
  return instead(said === 'decline' ? declined() : dismissed())
}

/** Waits a while for the person, and has the client come again when they need longer; nothing is asked twice. */
async function waited(call: SensitiveCall, id: string): Promise<Outcome> {
  const { settings, runtime, client } = call
  const untilMs = runtime.nowMs() + settings.waitMs
  for (;;) {
    const { standing } = await standingOf(call)
    if (standing === 'approved') return allowed(call)
    if (standing === 'declined') return instead(declined())
    if (standing === 'unasked') return instead(unanswered())
    const leftMs = untilMs - runtime.nowMs()
    if (leftMs <= 0) return instead(await roundResult(call, { step: 'waiting', id }, undefined))
    await runtime.delay(Math.min(LOOK_EVERY_MS, leftMs), client.signal)
  }
}
