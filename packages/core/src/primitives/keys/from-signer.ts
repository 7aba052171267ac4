import { ConfigError } from '../../errors/index.js'
import { assertSignerWorks } from './local-signer.js'
import type { KeySet, KeySource, Signer } from './types.js'

/**
 * Keeps the signing key elsewhere, for example in a remote KMS. The other keys stay in this process, since they are
 * needed on every request: they come from `rest`, whose own signing keys are not used.
 *
 * Each signer signs once at start, and the result is checked.
 *
 * @param signer the active signer; with a list the first signs, all are accepted and published
 * @throws {ConfigError} (from `load`) when a signature does not verify, or a `kid` is used twice
 * @example
 * ```ts
 * import { keysFromSecret, keysFromSigner, type Signer } from '@sallyport/core/keys'
 *
 * declare const kms: Signer
 * const keys = keysFromSigner(kms, keysFromSecret(crypto.getRandomValues(new Uint8Array(32))))
 * ```
 */
export function keysFromSigner(signer: Signer | readonly Signer[], rest: KeySource): KeySource {
  const signing: readonly Signer[] = 'kid' in signer ? [signer] : [...signer]
  return {
    async load(context) {
      if (signing.length === 0 || new Set(signing.map(({ kid }) => kid)).size < signing.length) {
        throw new ConfigError({
          option: 'keysFromSigner: signer',
          problem: signing.length === 0 ? 'there is no signer.' : 'two signers share a "kid".',
          fix: 'Pass at least one signer, each with its own "kid".',
        })
      }
      await Promise.all(signing.map(assertSignerWorks))
      const others = await rest.load(context)
      const reload = others.reload?.bind(others)
      // Read at each use, not copied: the other lists may change.
      return Object.freeze<KeySet>({
        signing: Object.freeze(signing),
        get vault() {
          return others.vault
        },
        get cookies() {
          return others.cookies
        },
        get sealing() {
          return others.sealing
        },
        get refresh() {
          return others.refresh
        },
        ...(reload && { reload }),
      })
    },
  }
}
