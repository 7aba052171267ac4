import { join } from 'node:path'
import { tool } from './process.mjs'
import { root, workspacePackages } from './workspace.mjs'

/** What a package must pass before it may be published; built packages are looked at as npm would pack them. */
export function checkPackages() {
  const published = workspacePackages().filter(({ manifest }) => manifest.private !== true)
  return [
    tool('knip', ['--no-progress', '--no-config-hints']),
    ...published.flatMap(({ path }) => [
      tool('publint', [join(root, path), '--strict', '--pack', 'npm']),
      tool('attw', ['--pack', join(root, path), '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']),
    ]),
  ]
}
