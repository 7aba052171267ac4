import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseJson } from '@sallyport/core/tool-guard'
import * as z from 'zod/mini'
import { becomeProject, npm } from './npm-command.js'
import { ownFolder } from './private-folder.js'
import type { PinnedPackage } from './types.js'
import { UntrustedError } from './untrusted.js'

const Names = z.optional(
  z.union([
    z.array(z.string()),
    z.pipe(
      z.string(),
      z.transform((name) => [name]),
    ),
  ]),
)

/** What is read of an entry of `packages` in a package-lock.json (lockfileVersion 3). */
const LockedPackage = z.object({
  name: z.optional(z.string()),
  version: z.optional(z.string()),
  resolved: z.optional(z.string()),
  integrity: z.optional(z.string()),
  link: z.optional(z.boolean()),
  inBundle: z.optional(z.boolean()),
  optional: z.optional(z.boolean()),
  hasInstallScript: z.optional(z.boolean()),
  os: Names,
  cpu: Names,
  libc: Names,
})

const Lockfile = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), LockedPackage) })

/** A tree as npm would install it. */
export interface ResolvedTree {
  readonly packages: readonly PinnedPackage[]
  /** Packages that want to run a script when they are installed, which is not done. */
  readonly withInstallScript: readonly string[]
}

const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/

function pin(at: string, locked: z.output<typeof LockedPackage>): PinnedPackage {
  const { version = '', resolved, integrity = '', optional, os, cpu, libc } = locked
  const name = locked.name ?? at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const refuse = (problem: string): never => {
    throw new UntrustedError(
      'unpinned_dependency',
      `${name} ${problem}, so nothing says what its bytes must be.`,
      'Such a server can only be trusted as files: install it, look at it, and add it with --include.',
    )
  }
  // Without an address it is one of a registry (omit-lockfile-registry-resolved); a repository always has one.
  if (locked.link === true || (resolved !== undefined && !/^https?:/.test(resolved))) {
    refuse('does not come from a registry')
  }
  const sha512 = integrity.split(/\s+/).find((one) => SHA512.test(one))
  return {
    at,
    name,
    version,
    integrity: sha512 ?? refuse('has no sha512 in its registry'),
    optional: optional === true ? true : undefined,
    os,
    cpu,
    libc,
  }
}

/** Reads the tree out of a lockfile. @throws {UntrustedError} `unpinned_dependency` */
export function readLockfile(text: string): ResolvedTree {
  const parsed = parseJson(text)
  const lockfile = Lockfile.safeParse(parsed.ok ? parsed.value : undefined)
  if (!lockfile.success) throw new UntrustedError('fetch_failed', 'npm wrote no lockfile.', 'Update npm to 7 or newer.')
  // What a package brings along itself is in its own tarball, and verified with it.
  const locked = Object.entries(lockfile.data.packages).filter(([at, { inBundle }]) => at !== '' && inBundle !== true)
  return {
    packages: locked.map(([at, one]) => pin(at, one)),
    withInstallScript: locked.filter(([, one]) => one.hasInstallScript === true).map(([at]) => at),
  }
}

/**
 * Asks npm for the tree of a package: which version of what, from the registries that the user has configured. Only
 * metadata is read, and no script runs.
 *
 * @param spec `name@version`, a range or a tag
 * @throws {UntrustedError} `fetch_failed`, `unpinned_dependency`
 */
export async function resolvePackages(cache: string, spec: string, env?: NodeJS.ProcessEnv): Promise<ResolvedTree> {
  const folder = await ownFolder(cache, 'fetch')
  try {
    await becomeProject(folder)
    const how = [
      '--save',
      '--package-lock-only',
      '--package-lock',
      '--lockfile-version=3',
      '--install-strategy=hoisted',
    ]
    await npm(['install', ...how, '--', spec], folder, env)
    return readLockfile(await readFile(join(folder, 'package-lock.json'), 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
