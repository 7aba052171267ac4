import * as z from 'zod/mini'
import { StoreError } from '../../errors/index.js'
import { parseJson } from '../../foundation/index.js'
import type { StoredRecord } from '../../store/index.js'
import { actionIndex, keyOf, ownerIndex } from './names.js'
import type { ConfirmationContext } from './options.js'
import type { Confirmation } from './types.js'

/** A record outlives its question, so that whoever comes late is told why there is nothing left to answer. */
const LATE_MS = 600_000

const Stored = z.strictObject({
  id: z.string(),
  issuer: z.string(),
  subject: z.string(),
  clientId: z.string(),
  resource: z.string(),
  tool: z.string(),
  argumentsJson: z.string(),
  state: z.enum(['pending', 'approved', 'declined', 'used']),
  decidedBy: z.nullable(z.enum(['page', 'client'])),
  endsAtMs: z.number(),
})

/** A question as it lies in the store. */
export interface StoredConfirmation {
  readonly confirmation: Confirmation
  readonly key: string
  readonly record: StoredRecord
}

/** What has been used keeps no arguments, and is found by its id alone. */
async function indexesOf({ runtime }: ConfirmationContext, confirmation: Confirmation): Promise<readonly string[]> {
  const { subject, state, tool, argumentsJson } = confirmation
  const always = [`user:${subject}`, 'kind:confirmation']
  if (state === 'used') return always
  return [
    ...always,
    await ownerIndex(confirmation, runtime),
    await actionIndex(confirmation, tool, argumentsJson, runtime),
  ]
}

/**
 * Writes a question, or a later state of it. Sealed as a whole: arguments are whatever a tool takes.
 *
 * @param version of the state before; left out for a new one
 * @returns `false` when somebody else was faster
 */
export async function writeConfirmation(
  context: ConfirmationContext,
  confirmation: Confirmation,
  version?: string,
): Promise<boolean> {
  const { records, sealer } = context
  const key = keyOf(confirmation.id) ?? ''
  const sealed = await sealer.seal(JSON.stringify({ ...confirmation, decidedBy: confirmation.decidedBy ?? null }), key)
  const options = {
    expiresAtMs: confirmation.endsAtMs + LATE_MS,
    indexes: await indexesOf(context, confirmation),
  }
  return version === undefined
    ? (await records.putIfAbsent(key, sealed, options)).inserted
    : records.compareAndSwap(key, version, sealed, options)
}

/** @throws {StoreError} `corrupt` when the record is not what was written */
export async function readConfirmation(
  { records, sealer }: ConfirmationContext,
  key: string,
): Promise<StoredConfirmation | undefined> {
  const record = await records.get(key)
  if (record === undefined) return undefined
  const text = await sealer.open(record.value, key)
  const json = text === undefined ? undefined : parseJson(text)
  const parsed = json?.ok ? Stored.safeParse(json.value) : undefined
  if (parsed?.success !== true) {
    throw new StoreError('corrupt', 'A stored confirmation does not open: is its "sealing" key gone?')
  }
  const { decidedBy, ...rest } = parsed.data
  return { confirmation: { ...rest, decidedBy: decidedBy ?? undefined }, key, record }
}
