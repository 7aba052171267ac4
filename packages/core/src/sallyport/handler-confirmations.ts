import type { Auditor } from '../audit/index.js'
import type { Runtime } from '../foundation/index.js'
import { authorizationServerEndpoints } from '../policy/metadata/index.js'
import { keysFor, type KeySet } from '../primitives/keys/index.js'
import {
  createConfirmations,
  type ActionStanding,
  type Confirmation,
  type ConfirmationOwner,
  type Confirmations,
  type Decision,
  type SensitiveAction,
} from '../services/elicitation/index.js'
import type { Settings } from './options.js'
import type { HandlerRequestState } from './types.js'

/** A question that was put, and where the person answers it. */
export interface AskedConfirmation extends Pick<Confirmation, 'id' | 'endsAtMs'> {
  /**
   * `<issuer>/confirm/<id>`; opens nothing by itself (EL-15). `undefined` without such a page, and for callers whose tokens
   * another issuer issued: they cannot sign in there.
   */
  readonly url: string | undefined
}

/**
 * Questions to the person behind a call about what is done in their name (F-62). `confirmSensitive` of
 * `@sallyport/core/sdk` does all of it; use this for other doors. `extra` is the second argument of an SDK v1 handler, or
 * `ctx` of an SDK v2 one.
 */
export interface HandlerConfirmations {
  /**
   * State between the rounds of a call of 2026-07-28 that waits for an approval, or has one: as `requestState`, and usable
   * once also where `requestState.reusable` is set.
   */
  readonly rounds: HandlerRequestState
  /** Whether this caller can answer on a page of ours. @throws {ConfigError} where the gate is not in front */
  hasPage(extra: unknown): boolean
  /**
   * Spends an approval of exactly this action, if there is one.
   *
   * @param by `page`: what only the client vouches for does not count
   * @throws {TypeError} for arguments that JSON cannot say exactly
   * @throws {RangeError} for arguments that nobody can check
   * @throws {ConfigError} without `keys`, and where the gate is not in front of the handler
   */
  use(extra: unknown, action: SensitiveAction, by?: 'page'): Promise<ActionStanding>
  /**
   * Asks anew.
   *
   * @throws {LimitError} when the caller has `confirmations.maxPerCaller` of them
   * @throws {RangeError} for arguments that nobody can check
   */
  ask(extra: unknown, action: SensitiveAction): Promise<AskedConfirmation>
  /** A question that {@link use} said to be pending, for this caller. */
  asked(extra: unknown, pending: Pick<Confirmation, 'id' | 'endsAtMs'>): Promise<AskedConfirmation>
  /**
   * What the client says that the person has answered.
   *
   * @returns how the question stands now; `undefined` for one that is not there for this caller
   */
  decide(extra: unknown, id: unknown, decision: Decision): Promise<Confirmation['state'] | undefined>
  /** Takes an unanswered question back: it was closed, or nobody answered in time. */
  withdraw(extra: unknown, id: unknown, why: 'dismissed' | 'expired'): Promise<void>
  /** Tells once when a question is answered in this process. @returns stops it */
  onDecided(asked: Pick<Confirmation, 'id' | 'endsAtMs'>, listener: () => void): Promise<() => void>
}

/** The one keeper that the page and the handlers of a process share. @throws {ConfigError} for wrong `confirmations` */
export function confirmationsOf(
  { store, confirmations }: Pick<Settings, 'store' | 'confirmations'>,
  keys: KeySet,
  audit: Auditor,
  runtime: Runtime,
): Confirmations {
  return createConfirmations(
    { ...confirmations, keys: keysFor(keys, 'sealing'), records: store.records },
    audit,
    runtime,
  )
}

/**
 * The door for handlers.
 *
 * @param ownerIn who calls, by what an SDK hands to a handler; throws where the gate did not run
 * @param rounds state that is usable once
 * @param pageIssuer the issuer that has a page
 */
export function confirmationDoor(
  confirmations: () => Promise<Confirmations>,
  ownerIn: (extra: unknown) => ConfirmationOwner,
  rounds: HandlerRequestState,
  pageIssuer: string | undefined,
  audit: Auditor,
): HandlerConfirmations {
  const withPage = (owner: ConfirmationOwner, { id, endsAtMs }: Pick<Confirmation, 'id' | 'endsAtMs'>) => ({
    id,
    endsAtMs,
    url: owner.issuer === pageIssuer ? `${authorizationServerEndpoints(pageIssuer).confirmation}${id}` : undefined,
  })
  return Object.freeze<HandlerConfirmations>({
    rounds,
    hasPage: (extra) => ownerIn(extra).issuer === pageIssuer,
    use: async (extra, action, by) => (await confirmations()).use(ownerIn(extra), action, by),
    async ask(extra, action) {
      const owner = ownerIn(extra)
      return withPage(owner, await (await confirmations()).ask(owner, action))
    },
    asked: async (extra, pending) => withPage(ownerIn(extra), pending),
    async decide(extra, id, decision) {
      const owner = ownerIn(extra)
      const found = await (await confirmations()).decide(id, owner, decision, 'client')
      if (found.found) return found.confirmation.state
      const { subject, clientId, resource } = owner
      const who = { subject, clientId, resource }
      audit.record({
        ...{ kind: 'confirmation.refused', outcome: 'refused', error: 'unknown', reason: found.reason },
        ...who,
      })
      return undefined
    },
    withdraw: async (extra, id, why) => (await confirmations()).withdraw(id, ownerIn(extra), why),
    onDecided: async (asked, listener) => (await confirmations()).onDecided(asked, listener),
  })
}
