import { SecurityError } from './security-error.js'

/** Why a classifier gave no verdict. */
export type ClassifierErrorReason =
  | 'classifier_unavailable'
  | 'classifier_timeout'
  | 'classifier_throttled'
  | 'classifier_unauthorized'
  | 'classifier_refused'
  | 'classifier_malformed'
  | 'classifier_open'
  | 'content_too_large'

/** A classifier could not judge content. Never used for content that is harmful. Nothing of the content stands in it. */
export class ClassifierError extends SecurityError {
  override readonly name = 'ClassifierError'
  readonly code = 'ERR_CLASSIFIER'
  readonly reason: ClassifierErrorReason

  constructor(reason: ClassifierErrorReason) {
    super(`The content could not be classified (${reason}).`)
    this.reason = reason
  }
}
