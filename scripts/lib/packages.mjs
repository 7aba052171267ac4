import { join } from 'node:path'
import { tool } from './process.mjs'
import { root, publishedPackages } from './workspace.mjs'

/** What a package must pass before it may be published; built packages are looked at as npm would pack them. */
export function checkPackages() {
  return [
    tool('knip', ['--no-progress', '--no-config-hints']),
    ...publishedPackages().flatMap(({ path }) => [
      tool('publint', [join(root, path), '--strict', '--pack', 'npm']),
      tool('attw', ['--pack', join(root, path), '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']),
    ]),
  ]
}
