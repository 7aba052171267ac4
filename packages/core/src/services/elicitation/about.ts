import type { Confirmation } from './types.js'

/** What the audit log says of a question: who, which tool, which question; never an argument. */
export function about({ id, subject, clientId, resource, tool }: Confirmation) {
  return { subject, clientId, resource, operation: `tools/${tool}`, confirmation: id }
}
