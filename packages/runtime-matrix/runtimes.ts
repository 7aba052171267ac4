/** How each runtime is fetched from npm and started. Versions are pinned here and nowhere else. */
export interface RuntimeUnderTest {
  readonly name: string
  /** `npx` package and the command in it, with its arguments before the file. */
  readonly command: readonly [packageName: string, ...command: string[]]
  readonly kind: 'process' | 'worker'
  /** Runs the adapter contract as well: it speaks the Node API. */
  readonly node: boolean
}

const node = (major: number): RuntimeUnderTest => ({
  name: `Node ${String(major)}`,
  command: [`node@${String(major)}`, 'node'],
  kind: 'process',
  node: true,
})

/** The first is what the others are compared with. */
export const runtimes: readonly RuntimeUnderTest[] = [
  node(20),
  node(22),
  node(24),
  { name: 'Bun', command: ['bun@1.4.5', 'bun', 'run'], kind: 'process', node: false },
  { name: 'Deno', command: ['deno@2.9.6', 'deno', 'run', '--allow-all', '--no-config'], kind: 'process', node: false },
  { name: 'workerd', command: ['workerd@1.20261110.1', 'workerd', 'serve'], kind: 'worker', node: false },
]
