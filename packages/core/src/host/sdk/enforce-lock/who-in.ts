import { callerOf } from '../caller.js'

/** Who is behind a request, for the audit log; nobody where there is no gate in front. */
export function whoIn(context: object | undefined): { subject?: string; clientId?: string } {
  if (context === undefined) return {}
  try {
    const { subject, clientId } = callerOf(context)
    return { subject, clientId }
  } catch {
    return {}
  }
}
