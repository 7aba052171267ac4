import { homedir } from 'node:os'
import { isAbsolute, posix, relative, resolve, win32 } from 'node:path'
import { visible, type ScanFinding } from '@sallyport/core/tool-guard'
import { isCodeLoading } from './code-loading.js'
import {
  DANGER_RULES,
  INTERPRETERS,
  PROGRAMS,
  TEXTS,
  WRAPPER_FLAGS,
  WRAPPERS,
  type DangerRule,
} from './danger-rules.js'
import type { TrustEntry } from './types.js'

const MAX_EXCERPT = 160

/** Longer arguments are no paths and no lines that a person could read; their beginning is looked at. */
const MAX_LOOKED_AT = 8_192

/** Name of a program, as it stands on no disk: `C:\Windows\cmd.exe` and `/bin/cmd` are `cmd`. */
function programName(word: string): string {
  return posix
    .basename(win32.basename(word))
    .replace(/\.exe$/i, '')
    .toLowerCase()
}

function finding(rule: DangerRule, path: string, text: string): ScanFinding {
  const shown = visible(text)
  const excerpt = shown.length <= MAX_EXCERPT ? shown : `${shown.slice(0, MAX_EXCERPT - 1)}…`
  return { rule, ...DANGER_RULES[rule], path, excerpt }
}

/** Code that an interpreter runs: in the command, loaded by an option, or a script that nobody verified. */
function interpreterDangers(words: readonly string[], at: number, pinned: ReadonlySet<string>): readonly Found[] {
  const interpreter = INTERPRETERS.find(({ program }) => program.test(programName(words[at] ?? '')))
  if (!interpreter) return []
  const found: Found[] = []
  for (let i = at + 1; i < words.length; i++) {
    const word = words[i] ?? ''
    if (!word.startsWith('-') && word !== 'eval') {
      // The script. What follows is for it.
      if (!pinned.has(word)) found.push(['unpinned-code', i])
      return found
    }
    if (interpreter.inline.test(word)) return [...found, ['inline-code', i]]
    if (interpreter.loads.test(word)) found.push(['unpinned-code', i])
    else if (!interpreter.flags.test(word)) found.push(['unknown-option', i])
  }
  // Without a script it runs what it reads from its input.
  return found.some(([rule]) => rule === 'unpinned-code') ? found : [...found, ['inline-code', at]]
}

type Found = readonly [DangerRule, number]

/** What the program is, and what it starts when it is one that starts others. */
function programDangers(words: readonly string[], pinned: ReadonlySet<string>): readonly Found[] {
  const found: Found[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const name = programName(word)
    const isMkfs = name.startsWith('mkfs.') ? (['deletes'] as const) : []
    const rules = [...PROGRAMS].filter(([, programs]) => programs.has(name)).map(([rule]) => rule)
    found.push(...[...rules, ...isMkfs].map((rule): Found => [rule, at]), ...interpreterDangers(words, at, pinned))
    if (at > 0 && !pinned.has(word)) found.push(['unpinned-code', at])
    const starts = WRAPPERS.has(name) || rules.includes('privileges')
    if (!starts) return found
    // Its own options, and variables of env, come before what it starts.
    while (at + 1 < words.length && /^-|^[A-Za-z_]\w*=|^\d+(?:\.\d+)?[smhd]?$/.test(words[at + 1] ?? '')) {
      const option = words[++at] ?? ''
      if (option.startsWith('-') && !WRAPPER_FLAGS.test(option)) found.push(['unknown-option', at])
      else if (isCodeLoading(option.split('=', 1)[0] ?? '')) found.push(['unpinned-code', at])
    }
  }
  return found
}

function isOutside(text: string, cwd: string): boolean {
  const path = text.replace(/^--?[\w-]+=/, '')
  const isPath = isAbsolute(path) || /^\.\.(?:[/\\]|$)|[/\\]\.\.(?:[/\\]|$)|^~[/\\]/.test(path)
  if (!isPath) return false
  const way = relative(cwd, resolve(cwd, path.replace(/^~/, homedir())))
  return way.startsWith('..') || isAbsolute(way)
}

function textDangers(text: string, cwd: string): readonly DangerRule[] {
  const start = text.slice(0, MAX_LOOKED_AT)
  return [
    ...TEXTS.filter(([, pattern]) => pattern.test(start)).map(([rule]) => rule),
    ...(visible(text) === text.replaceAll('\n', '⟨U+000A⟩') ? [] : (['hidden-characters'] as const)),
    ...(isOutside(start, cwd) ? (['outside-path'] as const) : []),
  ]
}

/**
 * What is dangerous about the start of a server (LO-07): shells, code in the command, code fetched or run without a
 * checksum, rights of others, tools that delete or send, sensitive paths, characters nobody sees. A danger is for a person
 * to accept; its absence promises nothing.
 *
 * @param base what relative paths begin at
 * @example
 * ```ts
 * import { findDangers, type TrustEntry } from '@sallyport/cli'
 *
 * const rulesOf = (entry: TrustEntry) => findDangers(entry, '/srv').map(({ rule }) => rule)
 * ```
 */
export function findDangers(entry: TrustEntry, base: string): readonly ScanFinding[] {
  const cwd = resolve(base, entry.cwd ?? '.')
  const [words, member] = 'npm' in entry ? [entry.args, 'args'] : [entry.command, 'command']
  const pinned = new Set('npm' in entry ? [] : entry.files.map(({ path }) => path))
  const found: ScanFinding[] = []
  const add = (rule: DangerRule, path: string, text: string): void => {
    if (!found.some((one) => one.rule === rule && one.path === path)) found.push(finding(rule, path, text))
  }
  if (!('npm' in entry)) {
    for (const [rule, at] of programDangers(words, pinned)) add(rule, `/command/${String(at)}`, words[at] ?? '')
  }
  for (const [at, word] of words.entries()) {
    // The path of a file that has a checksum is no argument.
    if (pinned.has(word)) continue
    for (const rule of textDangers(word, cwd)) add(rule, `/${member}/${String(at)}`, word)
  }
  // Whatever a relative path names begins there, and needs no path then.
  if (entry.cwd !== undefined) {
    const isSensitive = textDangers(entry.cwd, cwd).includes('sensitive-path') || cwd === homedir()
    if (isSensitive) add('sensitive-path', '/cwd', entry.cwd)
  }
  for (const [name, value] of Object.entries(entry.set ?? {})) {
    for (const rule of textDangers(value, cwd)) add(rule, `/set/${name}`, rule === 'secret-in-text' ? name : value)
  }
  if (entry.extraArgs === 'any') add('any-arguments', '/extraArgs', 'any')
  return found
}
