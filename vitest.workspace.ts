/** Projects of the test run. vitest 4 does not read this file by itself: `vitest.config.ts` imports it. */
export const projects = ['core', 'express', 'sqlite', 'dev-idp'].map((name) => ({
  extends: true as const,
  test: { name, root: `packages/${name}`, include: ['test/**/*.test.ts'] },
}))
