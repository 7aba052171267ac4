import { execFileSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { run } from '../../src/program.js'
import { splitCommand } from '../../src/sources/split-command.js'
import { folder } from '../support/desk.js'

const GUIDE = fileURLToPath(new URL('../../../../docs/guides/locking-tools.md', import.meta.url))
const FENCE = /(?:<!-- file: (\S+) -->\n\n)?^```(\w+)\n([^]*?)^```$/gm

/** What a command line prints, as a person sees it who pastes it. */
async function typed(line: string, last: number): Promise<{ code: number; text: string }> {
  if (line === 'echo $?') return { code: 0, text: String(last) }
  const [command = '', target] = line.split(' > ')
  const words = splitCommand(command)
  if (!words.ok) throw new Error(`${line}: ${words.problem}`)
  const [program, ...args] = words.argv
  if (program === 'openssl') return { code: 0, text: opensslLike(args) }
  if (program !== 'sallyport')
    return { code: 0, text: execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }).trimEnd() }
  const [out, all]: [string[], string[]] = [[], []]
  const code = await run(args, {
    out: (text) => void (out.push(text), all.push(text)),
    err: (text) => void all.push(text),
    colours: false,
    nowMs: () => Date.UTC(2026, 10, 21, 12),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  })
  if (target === undefined) return { code, text: all.join('\n') }
  writeFileSync(target, `${out.join('\n')}\n`)
  return { code, text: '' }
}

/** The two lines of the guide, also where openssl is not installed. */
function opensslLike([command, ...args]: readonly string[]): string {
  const at = (option: string) => args[args.indexOf(option) + 1] ?? ''
  const pem =
    command === 'genpkey'
      ? generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' })
      : createPublicKey(readFileSync(at('-in'))).export({ format: 'pem', type: 'spki' })
  writeFileSync(at('-out'), pem)
  return ''
}

async function consoleBlock(block: string): Promise<string> {
  const lines: string[] = []
  let last = 0
  for (const line of block.split('\n').filter((text) => text.startsWith('$ '))) {
    const { code, text } = await typed(line.slice(2), last)
    last = code
    lines.push(line, ...(text === '' ? [] : [text]))
  }
  return `${lines.join('\n')}\n`
}

/** The guide as it would be if everything in it were run now. */
async function played(guide: string): Promise<string> {
  let fresh = ''
  let from = 0
  for (const match of guide.matchAll(FENCE)) {
    const [whole, file, language, body = ''] = match
    if (file !== undefined) writeFileSync(file, body)
    const lines = language === 'console' ? await consoleBlock(body) : body
    const replaced = whole.replace(body, () => lines)
    fresh += guide.slice(from, match.index) + replaced
    from = match.index + whole.length
  }
  return fresh + guide.slice(from)
}

it('the guide shows what comes (if not: UPDATE_GUIDE=1 npx vitest run --project cli guide) [F-57] [F-52] [F-51]', async () => {
  const guide = readFileSync(GUIDE, 'utf8')
  const before = process.cwd()
  process.chdir(folder())
  try {
    const fresh = await played(guide)
    if (process.env['UPDATE_GUIDE'] === '1') writeFileSync(GUIDE, fresh)
    else expect(guide).toBe(fresh)
  } finally {
    process.chdir(before)
  }
}, 30_000)
