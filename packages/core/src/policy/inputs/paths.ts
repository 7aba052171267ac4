import { hasLookAlike, isInvisible } from './look-alikes.js'
import { hidesPathSyntax } from './path-encodings.js'
import type { InputCheck } from './types.js'
import { windowsProblem } from './windows-names.js'

/** Why a path was refused. */
export type PathProblem =
  | 'not_text'
  | 'empty'
  | 'too_long'
  | 'control_character'
  | 'not_unicode'
  | 'invisible'
  | 'uri'
  | 'unc'
  | 'drive'
  | 'absolute'
  | 'home'
  | 'parent'
  | 'separator'
  | 'encoded'
  | 'look_alike'
  | 'stream'
  | 'device'
  | 'short_name'
  | 'trailing'
  | 'reserved_character'

/** Which forms are refused. */
export interface PathRules {
  /**
   * Whose forms are special. `every`, the default, refuses what is special on any platform, so that a path means the
   * same wherever the server runs; `posix` lets through what only Windows reads in its own way, `windows` takes `\` as
   * a separator.
   */
  readonly platform?: 'every' | 'posix' | 'windows'
  /** Of the whole path in UTF-8. Default 1024. */
  readonly maxBytes?: number
  /** Names between separators. Default 32. */
  readonly maxSegments?: number
}

const MESSAGES: Readonly<Record<PathProblem, string>> = {
  not_text: 'The path must be a string.',
  empty: 'The path must not be empty; the folder itself is ".".',
  too_long: 'The path is too long.',
  control_character: 'The path must not contain control characters.',
  not_unicode: 'The path must be valid Unicode.',
  invisible: 'The path must not contain invisible characters.',
  uri: 'Send a path, not a URI.',
  unc: 'The path must be relative, without a host.',
  drive: 'The path must be relative, without a drive.',
  absolute: 'The path must be relative.',
  home: 'The path must not begin with "~".',
  parent: 'The path must not contain "..".',
  separator: 'Separate names with one "/".',
  encoded: 'The path must not contain encoded separators or dots.',
  look_alike: 'The path must not contain characters that look like separators or dots.',
  stream: 'The path must not contain ":".',
  device: 'The path must not contain the name of a device.',
  short_name: 'The path must not contain a short name such as "FOLDER~1".',
  trailing: 'Names must not end with a dot or a space.',
  reserved_character: 'The path must not contain any of < > " | ? *.',
}

const encoder = new TextEncoder()
const CONTROL = /[\u0000-\u001F\u007F-\u009F]/
const MAX_NAME_BYTES = 255

function wrong(problem: PathProblem): InputCheck<never, PathProblem> {
  return { ok: false, problem, message: MESSAGES[problem] }
}

/** What the text as a whole is, before it is cut into names. */
function wholeProblem(text: string, platform: string, maxBytes: number): PathProblem | undefined {
  if (text === '') return 'empty'
  if (text.length > maxBytes || encoder.encode(text).length > maxBytes) return 'too_long'
  if (CONTROL.test(text)) return 'control_character'
  if (/[\p{Surrogate}\uFFFD]/u.test(text)) return 'not_unicode'
  if (isInvisible(text)) return 'invisible'
  if (/^file:/i.test(text) || /^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return 'uri'
  if (/^[\\/]{2}/.test(text)) return 'unc'
  if (platform !== 'posix' && /^[\\/]?[a-z]:/i.test(text)) return 'drive'
  if (text.startsWith('/') || (platform !== 'posix' && text.startsWith('\\'))) return 'absolute'
  if (text.startsWith('~')) return 'home'
  return undefined
}

/** Names of a path; `undefined` when its separators are of two kinds, or not of the platform. */
function namesOf(text: string, platform: string): string[] | undefined {
  if (platform === 'posix' || !text.includes('\\')) return text.split('/')
  return platform === 'windows' && !text.includes('/') ? text.split('\\') : undefined
}

function nameProblem(name: string, platform: string): PathProblem | undefined {
  if (name === '..') return 'parent'
  if (name === '') return 'separator'
  if (encoder.encode(name).length > MAX_NAME_BYTES) return 'too_long'
  return platform === 'posix' ? undefined : windowsProblem(name)
}

/**
 * Reads a relative path, as text: it is cut into names or refused, never repaired. Nothing is looked up: where the
 * names lead on a disk, links included, is for `confine` of `@sallyport/guards/paths`.
 *
 * Refused are `..`, absolute paths, drives, UNC and device paths, `~`, URIs, control, invisible and look-alike
 * characters, percent-encoded separators and dots in any depth, alternate data streams, device names, short names, and
 * names that Windows would cut. A single `%`, spaces, leading dots and letters of every script are fine.
 *
 * @returns the names between the separators without `.`; none for the folder itself
 * @see F-70, TL-22, CWE-22, CWE-41, CWE-66, CWE-176; Microsoft, Naming Files, Paths, and Namespaces
 * @example
 * ```ts
 * import { checkPath } from '@sallyport/core/inputs'
 *
 * const path = checkPath('reports/2026.md')
 * console.log(path.ok ? path.value : path.message) // [ 'reports', '2026.md' ]
 * ```
 */
export function checkPath(path: unknown, rules: PathRules = {}): InputCheck<readonly string[], PathProblem> {
  const { platform = 'every', maxBytes = 1024, maxSegments = 32 } = rules
  if (typeof path !== 'string') return wrong('not_text')
  const whole = wholeProblem(path, platform, maxBytes)
  if (whole !== undefined) return wrong(whole)
  const names = namesOf(path, platform)
  if (names === undefined) return wrong(/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(path) ? 'parent' : 'separator')
  // `folder/` is a usual way to name a folder.
  if (names.length > 1 && names.at(-1) === '') names.pop()
  if (names.length > maxSegments) return wrong('too_long')
  const kept = names.filter((name) => name !== '.')
  // `./~` is cut into what would mean the home folder elsewhere.
  if (kept[0]?.startsWith('~')) return wrong('home')
  for (const name of kept) {
    const problem = nameProblem(name, platform)
    if (problem !== undefined) return wrong(problem)
  }
  if (hasLookAlike(path, platform)) return wrong('look_alike')
  if (hidesPathSyntax(path, platform)) return wrong('encoded')
  return { ok: true, value: kept }
}
