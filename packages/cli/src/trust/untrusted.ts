import { RefusedError } from '../keys/refused.js'

/** Why a server is not started. */
export type UntrustedReason =
  | 'manifest_missing'
  | 'manifest_invalid'
  | 'unknown_server'
  | 'not_approved'
  | 'changed_after_approval'
  | 'new_danger'
  | 'unsigned'
  | 'bad_signature'
  | 'integrity_mismatch'
  | 'cache_changed'
  | 'unsafe_folder'
  | 'not_cached'
  | 'fetch_failed'
  | 'unpinned_dependency'
  | 'bad_archive'
  | 'too_large'
  | 'script_missing'
  | 'wrong_platform'
  | 'file_missing'
  | 'file_changed'
  | 'script_without_interpreter'
  | 'arguments_not_allowed'
  | 'secret_refused'
  | 'cannot_start'

/** A server is not what the manifest says, or nobody has approved it. Recognise the case by `reason`. */
export class UntrustedError extends RefusedError {
  override readonly name = 'UntrustedError'
  readonly reason: UntrustedReason

  constructor(reason: UntrustedReason, problem: string, fix: string, options?: ErrorOptions) {
    super(problem, fix, options)
    this.reason = reason
  }
}
