/** A check of a request's form: passed, or refused with the status to answer and a reason for the audit log. */
export type TransportVerdict =
  { readonly ok: true } | { readonly ok: false; readonly status: number; readonly reason: string }

export const PASSED: TransportVerdict = Object.freeze({ ok: true })

export function refuse(status: number, reason: string): TransportVerdict {
  return { ok: false, status, reason }
}
