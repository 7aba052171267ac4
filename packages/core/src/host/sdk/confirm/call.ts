import type { Runtime } from '../../../foundation/index.js'
import type { HandlerConfirmations, Sallyport } from '../../../sallyport/index.js'
import type { ActionStanding, SensitiveAction } from '../../../services/elicitation/index.js'
import type { SdkProtocol } from '../sdk-server.js'
import type { ClientView } from './client.js'
import type { ConfirmedBy, ConfirmSettings } from './options.js'

/** What `confirmSensitive` needs of `sallyport`. */
export type ConfirmationSource = Pick<Sallyport, 'confirmations'>

/** Both versions of the SDK have these on their `Server`. */
export interface AskingServer extends SdkProtocol {
  getClientCapabilities?(): unknown
  elicitInput?(params: object, options: object): Promise<unknown>
}

/** A call of a sensitive tool on its way. */
export interface SensitiveCall {
  readonly server: AskingServer
  /** `extra` of version 1, `ctx` of version 2. */
  readonly context: object
  readonly action: SensitiveAction
  readonly client: ClientView
  /** Whose word counts. */
  readonly by: ConfirmedBy
  /** The caller can answer on our page. */
  readonly hasPage: boolean
  readonly settings: ConfirmSettings
  readonly confirmations: HandlerConfirmations
  readonly runtime: Pick<Runtime, 'nowMs' | 'delay'>
}

/** Whether the tool runs now, and what its handler sees; or what the client gets instead. */
export type Outcome =
  { readonly allowed: true; readonly context: object } | { readonly allowed: false; readonly result: unknown }

export const allow = (context: object): Outcome => ({ allowed: true, context })

export const instead = (result: unknown): Outcome => ({ allowed: false, result })

/** Longest question for a form; a longer one goes to our page where there is one, which shows all of it in peace. */
const MAX_FORM_TEXT = 8_000

/** Whether the client's own form may ask: it is declared, its word counts, and the question can be read there. */
export const isForForm = ({ by, client, hasPage }: SensitiveCall, question: string): boolean =>
  by === 'elicitation' && client.form && (question.length <= MAX_FORM_TEXT || !hasPage)

/** Spends an approval of this action; what only the client vouches for does not count where the page is asked for. */
export const standingOf = ({ confirmations, context, action, by }: SensitiveCall): Promise<ActionStanding> =>
  confirmations.use(context, action, by === 'page' ? 'page' : undefined)

/** The question on our page: the one that is open for this very action, or a new one. */
export async function pageFor(
  { confirmations, context, action }: SensitiveCall,
  standing: ActionStanding,
): Promise<{ readonly id: string; readonly url: string; readonly endsAtMs: number }> {
  const { id, url, endsAtMs } = await (standing.standing === 'pending'
    ? confirmations.asked(context, standing)
    : confirmations.ask(context, action))
  if (url === undefined) throw new TypeError('this caller has no page')
  return { id, url, endsAtMs }
}
