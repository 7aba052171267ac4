/** A scenario that does not pass, and why that is right. */
export interface Explanation {
  readonly suite: string
  readonly scenario: string
  readonly reason: string
}

/** An entry whose scenario passes is a failure as well: the list holds what is true. */
export const explanations: readonly Explanation[] = [
  ...['v2', 'web'].map((target) => ({
    suite: `alpha-2026-07-28-${target}`,
    scenario: 'tasks-status-notifications',
    reason: 'The suite skips its only check.',
  })),
  ...['v1', 'v2'].map((target) => ({
    suite: `stable-all-${target}`,
    scenario: 'server-sse-polling',
    reason:
      'No check passes, two warn: its request says it is of 2025-03-26, where streams have no priming event, and then misses one. The alpha asks as 2025-11-25, and there it passes.',
  })),
]
