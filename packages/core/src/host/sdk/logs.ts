import { text, type OpenRequest } from './messages.js'

/** Severities of RFC 5424, the least first. */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency']

/**
 * Whether a request asked for this log message (ST-69). Since 2026-07-28 each says for itself from which level on; older
 * clients set one for their session, which the SDK keeps.
 *
 * @param request what it was written for, while that is open
 * @param modern the revision that the client speaks: what is about no request was asked for by nobody there
 */
export function isAskedFor(log: object, request: OpenRequest | undefined, modern: boolean): boolean {
  if (!(request?.modern ?? modern)) return true
  const least = LEVELS.indexOf(request?.logLevel ?? '')
  return least !== -1 && LEVELS.indexOf(text(log, 'params', 'level') ?? '') >= least
}
