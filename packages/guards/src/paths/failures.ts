import { InputError } from '@sallyport/core/errors'

/** Why; private. Outside, missing and denied are one sentence to the client (TL-24). */
export type PathReason =
  | 'path_missing'
  | 'path_outside'
  | 'path_link'
  | 'path_denied'
  | 'path_kind'
  | 'path_hard_link'
  | 'path_moved'
  | 'path_too_large'
  | 'path_not_text'
  | 'path_exists'
  | 'path_read_only'
  | 'path_not_held'
  | 'path_failed'

const MESSAGES: Partial<Record<PathReason, string>> = {
  path_kind: 'This is not a file or folder that can be used here.',
  path_too_large: 'The file or folder is too large.',
  path_not_text: 'The file is not text in UTF-8.',
  path_exists: 'The file exists; it was not replaced.',
  path_read_only: 'Files cannot be written here.',
  path_not_held: 'Files cannot be written here.',
  path_failed: 'The file cannot be used now.',
}

export function refusePath(reason: PathReason, cause?: unknown): InputError {
  return new InputError(MESSAGES[reason] ?? 'There is no such file or folder.', { reason, cause })
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(codeOf(error) as string)
}

/** Errors of the system name absolute paths, which are nobody's business. */
export function failureOf(error: unknown): unknown {
  if (error instanceof InputError) return error
  if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL')) return refusePath('path_missing', error)
  if (hasCode(error, 'ELOOP', 'EMLINK')) return refusePath('path_link', error)
  if (hasCode(error, 'EACCES', 'EPERM')) return refusePath('path_denied', error)
  if (hasCode(error, 'EISDIR', 'ENXIO')) return refusePath('path_kind', error)
  if (hasCode(error, 'EEXIST')) return refusePath('path_exists', error)
  return typeof codeOf(error) === 'string' ? refusePath('path_failed', error) : error
}
