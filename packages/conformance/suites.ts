/** Exactly these releases: the page names what was run. */
export const RELEASES = { stable: '0.1.16', alpha: '0.2.0-alpha.12' } as const

export type Release = (typeof RELEASES)[keyof typeof RELEASES]

/** What a suite is pointed at. */
export type Target = 'v1' | 'v2' | 'web' | 'authorization-server'

export interface Suite {
  /** Short, without spaces: explanations and machines refer to it. */
  readonly id: string
  readonly release: Release
  readonly target: Target
  /** As the page says it. */
  readonly what: string
  /** Arguments of the CLI, without the address. */
  readonly args: readonly string[]
}

const { stable, alpha } = RELEASES

/** Both SDK generations take every revision that they speak; 2026-07-28 needs SDK v2. */
const legacySuites = (target: 'v1' | 'v2'): Suite[] => [
  {
    id: `stable-all-${target}`,
    release: stable,
    target,
    what: 'all scenarios, 2025-11-25',
    args: ['--suite', 'all'],
  },
  ...['2025-03-26', '2025-06-18'].map((revision) => ({
    id: `alpha-${revision}-${target}`,
    release: alpha,
    target,
    what: `all scenarios, ${revision}`,
    args: ['--suite', 'all', '--spec-version', revision],
  })),
  {
    id: `alpha-2025-11-25-${target}`,
    release: alpha,
    target,
    what: 'requirements of 2025-11-25',
    args: ['--requirements', '2025-11-25'],
  },
]

export const suites: readonly Suite[] = [
  ...legacySuites('v1'),
  ...legacySuites('v2'),
  ...(['v2', 'web'] as const).map((target) => ({
    id: `alpha-2026-07-28-${target}`,
    release: alpha,
    target,
    what: 'requirements of 2026-07-28',
    args: ['--requirements', '2026-07-28'],
  })),
  {
    id: 'alpha-authorization-server',
    release: alpha,
    target: 'authorization-server',
    what: 'authorization server',
    args: [],
  },
]
