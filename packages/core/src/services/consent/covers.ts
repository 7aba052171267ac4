import type { Approval, ApprovalQuestion } from './types.js'

/**
 * The approval that makes the page superfluous, if there is one: same client, redirect and resource, and no scope more
 * (PX-13, PX-14).
 *
 * Never for loopback and private-use redirects: any program on the machine can claim those and pose as the client
 * (RFC 8252 §8.6).
 */
export function findCovering(approvals: readonly Approval[], question: ApprovalQuestion): Approval | undefined {
  if (question.redirectKind !== 'https') return undefined
  return approvals.find(
    (approval) =>
      approval.clientId === question.clientId &&
      approval.redirectUri === question.redirectUri &&
      approval.resource === question.resource &&
      question.scopes.every((scope) => approval.scopes.includes(scope)) &&
      (approval.offline || !question.offline),
  )
}

/** Whether the person at this browser has approved this redirect of this client before (RFC 9700 §4.11.2). */
export function hasApprovedRedirect(
  approvals: readonly Approval[],
  redirect: Pick<ApprovalQuestion, 'clientId' | 'redirectUri'>,
): boolean {
  return approvals.some(
    ({ clientId, redirectUri }) => clientId === redirect.clientId && redirectUri === redirect.redirectUri,
  )
}
