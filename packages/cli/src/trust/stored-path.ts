import { isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * A path as a manifest keeps it: what lies below the manifest is named from there, so that the manifest holds on every
 * machine that has the same folder; anything else is absolute.
 */
export function storedPath(path: string, base: string): string {
  const absolute = resolve(path)
  const way = relative(base, absolute)
  if (way === '') return '.'
  if (isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`)) return absolute
  return `./${way.split(sep).join('/')}`
}
