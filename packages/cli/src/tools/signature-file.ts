import type { LockVerification } from '@sallyport/core/tool-guard'
import { readTextIfThere } from '../sources/read-file.js'
import { unreadable } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'

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
