import { parseJson, verifyLock, type LockVerification, type ToolLock } from '@sallyport/core/tool-guard'
import { readTextIfThere } from '../sources/read-file.js'
import { unreadable } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'
import type { TrustedKeys } from './read-keys.js'

/** Where the signature of a lock lies, unless it is said. */
export const signatureOf = (lock: string): string => `${lock}.jws`

type Problem = Extract<LockVerification, { ok: false }>['problem']

/** For a sentence: "The signature …". */
export const VERIFICATION_PROBLEMS: Readonly<Record<Problem, string>> = {
  malformed: 'is none',
  unknown_key: 'is by a key that is not among the trusted ones',
  wrong_algorithm: 'has an algorithm that is not the one of its key',
  bad_signature: 'is not of this lock: the lock has been changed since, or somebody else signed it',
}

/** @throws {CommandFailure} 3, when there is none */
export async function readSignature(path: string, terminal: Terminal): Promise<string> {
  const text = await readTextIfThere(path, terminal)
  if (text === undefined) throw unreadable(`There is no signature ${path}.`, 'Make one: sallyport tools sign')
  return text
}

/** The name that a signature gives its key. */
function kidIn(signature: string): string | undefined {
  const header = parseJson(Buffer.from(signature.trim().split('.')[0] ?? '', 'base64url'))
  const kid = header.ok ? (header.value as { readonly kid?: unknown } | null)?.kid : undefined
  return typeof kid === 'string' ? kid : undefined
}

/** Verifies with the key that the signature names; a key without a name, such as PEM, answers to any. */
export async function verifySignature(lock: ToolLock, signature: string, keys: TrustedKeys): Promise<LockVerification> {
  const result = await verifyLock(lock, signature, keys.named)
  const kid = kidIn(signature)
  if (result.ok || result.problem !== 'unknown_key' || kid === undefined) return result
  for (const key of keys.nameless) {
    const again = await verifyLock(lock, signature, [{ ...key, kid }])
    if (again.ok) return again
  }
  return result
}
