import { visible } from '@sallyport/core/tool-guard'
import { wrongUse } from '../terminal/failure.js'
import type { ExtraArguments, SecretSource, TrustEntry } from './types.js'
import { storedPath } from './stored-path.js'

/** What the options of `trust add` say about any entry. */
export interface EntryOptions {
  readonly extraArgs: ExtraArguments
  readonly cwd?: string
  readonly env?: readonly string[]
  readonly set?: readonly string[]
  readonly secret?: readonly string[]
}

function pair(text: string, form: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw wrongUse(`"${visible(text)}" has no value.`, `Write it as ${form}.`)
}

function secretSource(text: string, base: string): SecretSource {
  const [, kind, place = ''] = /^(env|file):(.+)$/s.exec(text) ?? []
  if (kind === undefined) throw wrongUse('A secret needs a source.', 'Write it as NAME=env:VARIABLE or NAME=file:path.')
  if (kind === 'env') return { env: place }
  return { file: storedPath(place, base) }
}

/** @param base folder of the manifest */
export function entryRules(name: string, options: EntryOptions, base: string): Omit<TrustEntry, 'npm' | 'command'> {
  const { extraArgs, cwd, env = [], set = [], secret = [] } = options
  const secrets = secret.map((text) => {
    const [variable, source] = pair(text, 'NAME=env:VARIABLE or NAME=file:path')
    return [variable, secretSource(source, base)] as const
  })
  return {
    name,
    extraArgs,
    cwd: cwd === undefined ? undefined : storedPath(cwd, base),
    env: [...new Set(env)],
    set: set.length === 0 ? undefined : Object.fromEntries(set.map((text) => pair(text, 'NAME=value'))),
    secrets: secrets.length === 0 ? undefined : Object.fromEntries(secrets),
  }
}
