import { readFile } from 'node:fs/promises'
import { unreadable, wrongUse } from '../terminal/failure.js'

/** RFC 6750 §2.1, `b64token`. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/

const FORMS = 'Write --token env:NAME, --token file:PATH, or the token itself.'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The token that `--token` names. What is wrong with it is said without repeating it.
 *
 * @throws {CommandFailure} for a variable or file that is not there, or what is no bearer token
 */
export async function readToken(where: string, from: Environment): Promise<string> {
  const [, kind, place = ''] = /^(env|file):(.*)$/s.exec(where) ?? []
  const text = kind === 'env' ? fromVariable(place, from) : kind === 'file' ? await fromFile(place) : where
  const token = text.trim()
  if (!TOKEN.test(token)) throw wrongUse('What --token names is no bearer token.', FORMS)
  return token
}

function fromVariable(name: string, from: Environment): string {
  const value = from[name]
  if (value === undefined || value === '') throw wrongUse(`The variable ${name} is not set.`, FORMS)
  return value
}

async function fromFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw unreadable(`The token file ${path} cannot be read (${code}).`, 'Check the path.', error)
  }
}
