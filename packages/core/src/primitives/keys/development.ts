import * as z from 'zod/mini'
import { parseOptions } from '../../foundation/index.js'
import { generateKeySet } from './generate.js'
import { SECRET_PURPOSES } from './jwk.js'
import { parseKeySet } from './key-set.js'
import type { KeyContext, KeySource } from './types.js'

export interface DevelopmentKeysOptions {
  /** Takes a line for the person at the terminal, at every start. */
  readonly announce?: (message: string) => void
}

const Options = z.strictObject({
  announce: z.optional(
    z.custom<(message: string) => void>((value) => typeof value === 'function', 'expected a function'),
  ),
})

const RECORD = 'keys:development'
const TEN_YEARS_MS = 10 * 365 * 24 * 3_600_000

async function findOrGenerate({ records, audit, runtime }: KeyContext): Promise<string> {
  const kept = await records.get(RECORD)
  if (kept !== undefined) return kept.value
  const fresh = JSON.stringify(await generateKeySet({}, runtime))
  // Of two processes that start together, one wins and the other takes its keys.
  const result = await records.putIfAbsent(RECORD, fresh, { expiresAtMs: runtime.nowMs() + TEN_YEARS_MS })
  if (!result.inserted) return result.existing.value
  audit.record({ kind: 'keys.generated', outcome: 'noted', purposes: ['signing', ...SECRET_PURPOSES] })
  return fresh
}

/**
 * Keys for development: generated at the first start and kept in the store, in clear, beside what they protect. Whoever
 * reads the store can sign tokens, so never use them where anything is at stake.
 *
 * Announced at every start: in the audit log (`unsafe.enabled`, and `keys.generated` the first time) and to `announce`.
 *
 * @throws {ConfigError} when an option is wrong; from `load`: when the kept keys cannot be read
 * @example
 * ```ts
 * import { developmentKeys } from '@sallyport/core/keys'
 *
 * const keys = developmentKeys({ announce: (message) => console.warn(message) })
 * ```
 */
export function developmentKeys(options: DevelopmentKeysOptions = {}): KeySource {
  const { announce } = parseOptions('developmentKeys', Options, options)
  return {
    async load(context) {
      const keys = await parseKeySet(await findOrGenerate(context), context.runtime)
      context.audit.record({ kind: 'unsafe.enabled', outcome: 'noted', option: 'developmentKeys' })
      announce?.(
        'Development keys are in use: they lie unprotected in the store. Set SALLYPORT_KEYS before going live.',
      )
      return keys
    },
  }
}
