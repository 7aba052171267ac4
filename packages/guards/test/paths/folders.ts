import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const OUTSIDE = 'from outside'

/** A root with files, and everything around it that must not be reached. */
export function folders() {
  const base = mkdtempSync(join(tmpdir(), 'sallyport-paths-'))
  onTestFinished(() => rmSync(base, { recursive: true, force: true }))
  const root = join(base, 'root')
  const outside = join(base, 'outside')
  for (const folder of [root, outside, join(root, 'sub'), join(root, '.git'), join(base, 'root-other')])
    mkdirSync(folder)
  const files: readonly [string, string][] = [
    [join(root, 'a.txt'), 'a'],
    [join(root, 'sub/b.txt'), 'b'],
    [join(root, '.env'), 'KEY=1'],
    [join(root, '.git/config'), 'x'],
    [join(root, 'large.bin'), 'x'.repeat(2_000)],
    [join(outside, 'secret.txt'), OUTSIDE],
    [join(base, 'secret.txt'), OUTSIDE],
    [join(base, 'root-other/secret.txt'), OUTSIDE],
  ]
  for (const [path, text] of files) writeFileSync(path, text)
  const links: readonly [name: string, target: string][] = [
    ['inside', 'sub/b.txt'],
    ['inside-folder', 'sub'],
    ['inside-absolute', join(root, 'a.txt')],
    ['inside-up', 'sub/../a.txt'],
    ['out', '../secret.txt'],
    ['out-absolute', join(outside, 'secret.txt')],
    ['out-folder', '../outside'],
    ['out-sibling', '../root-other'],
    ['out-chain', 'sub/chain'],
    ['sub/chain', '../out'],
    ['out-and-in', '../root/a.txt'],
    ['loop', 'loop'],
    ['dangling', 'nowhere'],
    ['dangling-out', '../outside/new.txt'],
    ['to-env', '.env'],
    ['etc', '/etc'],
    ['proc', '/proc/self/root'],
  ]
  for (const [name, target] of links) symlinkSync(target, join(root, name))
  linkSync(join(outside, 'secret.txt'), join(root, 'hard.txt'))
  execFileSync('mkfifo', [join(root, 'pipe')])
  return { base, root, outside }
}

/** Every name below a folder; links are not followed, as `readdir` with `recursive` would. */
export function treeOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? [path, ...treeOf(path)] : [path]
    })
    .sort()
}
