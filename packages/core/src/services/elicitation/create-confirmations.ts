import type { Auditor } from '../../audit/index.js'
import { canonicalJson, keysOfIndex, systemRuntime, type Runtime } from '../../foundation/index.js'
import { about } from './about.js'
import { answer, close, lookUp } from './answer.js'
import { createListeners } from './listeners.js'
import { actionIndex, newId, ownerIndex } from './names.js'
import { confirmationContext, type ConfirmationContext, type ConfirmationsOptions } from './options.js'
import { keepIfRoom } from './room.js'
import { readConfirmation, writeConfirmation, type StoredConfirmation } from './stored.js'
import type { ActionStanding, Confirmation, ConfirmationOwner, Confirmations, SensitiveAction } from './types.js'

/** Closed so often without an answer, a question is answered: whoever did not want it once may have slipped. */
const MOST_CLOSED = 2

/** @throws {RangeError} for more than a person can check: nobody was ever asked about it, nor will be */
function argumentsOf({ maxArgumentsLength }: ConfirmationContext, action: SensitiveAction): string {
  const argumentsJson = canonicalJson(action.arguments === undefined ? {} : action.arguments)
  if (argumentsJson.length <= maxArgumentsLength) return argumentsJson
  throw new RangeError(`The arguments have ${String(argumentsJson.length)} characters: nobody can check them.`)
}

async function ask(
  context: ConfirmationContext,
  owner: ConfirmationOwner,
  action: SensitiveAction,
): Promise<Confirmation> {
  const { runtime, lifetimeMs } = context
  const argumentsJson = argumentsOf(context, action)
  const { issuer, subject, clientId, resource } = owner
  const confirmation: Confirmation = Object.freeze<Confirmation>({
    ...{ issuer, subject, clientId, resource, argumentsJson },
    id: await newId(subject, runtime),
    tool: action.tool,
    state: 'pending',
    decidedBy: undefined,
    endsAtMs: runtime.nowMs() + lifetimeMs,
  })
  await writeConfirmation(context, confirmation)
  await keepIfRoom(context, `confirmation:${confirmation.id}`, await ownerIndex(owner, runtime))
  context.audit.record({ kind: 'confirmation.requested', outcome: 'noted', ...about(confirmation) })
  return confirmation
}

/** What was asked about this very action, the live ones only. An index may name others, so each is looked at. */
async function askedAbout(
  context: ConfirmationContext,
  owner: ConfirmationOwner,
  action: SensitiveAction,
): Promise<readonly StoredConfirmation[]> {
  const argumentsJson = argumentsOf(context, action)
  const keys = await keysOfIndex(context.records, await actionIndex(owner, action.tool, argumentsJson, context.runtime))
  const found = await Promise.all(keys.map((key) => readConfirmation(context, key)))
  return found.flatMap((one) => {
    if (one === undefined) return []
    const { confirmation, record } = one
    const same =
      confirmation.tool === action.tool &&
      confirmation.argumentsJson === argumentsJson &&
      (['issuer', 'subject', 'clientId', 'resource'] as const).every((name) => confirmation[name] === owner[name])
    return same && confirmation.endsAtMs > record.readAtMs ? [one] : []
  })
}

async function use(
  context: ConfirmationContext,
  owner: ConfirmationOwner,
  action: SensitiveAction,
  by: 'page' | undefined,
): Promise<ActionStanding> {
  const asked = await askedAbout(context, owner, action)
  for (const { confirmation, record } of asked) {
    if (confirmation.state !== 'approved' || (by === 'page' && confirmation.decidedBy !== 'page')) continue
    // Whoever writes first has it; for everybody else it is used.
    const used: Confirmation = { ...confirmation, state: 'used', argumentsJson: '' }
    if (await writeConfirmation(context, used, record.version)) return { standing: 'approved', id: confirmation.id }
  }
  const declined = asked.filter(({ confirmation }) => confirmation.state === 'declined')
  const said = declined.find(({ confirmation }) => confirmation.decidedBy !== undefined)
  const decline = said ?? declined[MOST_CLOSED - 1]
  if (decline) return { standing: 'declined', id: decline.confirmation.id }
  const pending = asked.find(({ confirmation }) => confirmation.state === 'pending')?.confirmation
  return pending ? { standing: 'pending', id: pending.id, endsAtMs: pending.endsAtMs } : { standing: 'unasked' }
}

/**
 * Creates the keeper of questions to people about what is done in their name: bound to the person, client, resource, tool
 * and every byte of the arguments, answered once, used once, gone after minutes. `createSallyport` makes one, and
 * `confirmSensitive` of `@sallyport/core/sdk` asks it before a tool runs.
 *
 * Source: F-62; MCP elicitation; EL-12 to EL-15, EL-21.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createAuditor } from '@sallyport/core/audit'
 * import { createConfirmations } from '@sallyport/core/elicitation'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const keys = [{ kid: 's1', secret: crypto.getRandomValues(new Uint8Array(32)) }]
 * const confirmations = createConfirmations({ records: memoryStore().records, keys }, createAuditor([]))
 * const alice = { issuer: 'https://as.example', subject: 'alice', clientId: 'c_1', resource: 'https://as.example/mcp' }
 * const wipe = { tool: 'notes_wipe', arguments: { folder: 'old' } }
 * const { id } = await confirmations.ask(alice, wipe)
 * await confirmations.decide(id, alice, 'approve', 'page')
 * console.log((await confirmations.use(alice, wipe)).standing) // approved
 * console.log((await confirmations.use(alice, wipe)).standing) // unasked
 * ```
 */
export function createConfirmations(
  options: ConfirmationsOptions,
  audit: Auditor,
  runtime: Runtime = systemRuntime,
): Confirmations {
  const context = confirmationContext(options, audit, runtime)
  const listeners = createListeners()
  return Object.freeze<Confirmations>({
    use: (owner, action, by) => use(context, owner, action, by),
    ask: (owner, action) => ask(context, owner, action),
    async find(id, decider) {
      const found = await lookUp(context, id, decider)
      return found.found ? { found: true, confirmation: found.stored.confirmation } : found
    },
    async decide(id, decider, decision, by) {
      const answered = await answer(context, id, decider, decision, by)
      if (answered.found) listeners.tell(answered.confirmation.id)
      return answered
    },
    withdraw: (id, decider, why) => close(context, id, decider, why),
    onDecided: ({ id, endsAtMs }, listener) => listeners.add(id, endsAtMs, runtime.nowMs(), listener),
  })
}
