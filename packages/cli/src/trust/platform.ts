import type { PinnedPackage } from './types.js'

export interface Platform {
  readonly os: string
  readonly cpu: string
  /** Of Linux: `glibc` or `musl`. */
  readonly libc: string | undefined
}

function libcOf(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}

export const thisPlatform = (): Platform => ({ os: process.platform, cpu: process.arch, libc: libcOf() })

/** As npm reads the lists: one with `!` refuses, the others must name it. */
function allows(list: readonly string[] | undefined, value: string | undefined): boolean {
  if (list === undefined || list.length === 0 || list.includes('any')) return true
  if (list.includes(`!${value ?? ''}`)) return false
  const named = list.filter((name) => !name.startsWith('!'))
  return named.length === 0 || (value !== undefined && named.includes(value))
}

/** Whether a package is meant for this platform. */
export function isFor({ os, cpu, libc }: PinnedPackage, platform: Platform): boolean {
  return allows(os, platform.os) && allows(cpu, platform.cpu) && allows(libc, platform.libc)
}
