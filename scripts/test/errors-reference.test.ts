import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { membersOfType, reasonsIn } from '../lib/reasons.mjs'
import { filesBelow, root } from '../lib/workspace.mjs'

const CORE = 'packages/core/src'
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const page = read('docs/reference/errors.md')

/** Words in backticks of the first column, between two headings. */
function firstColumn(from: string, to: string): string[] {
  const part = page.slice(page.indexOf(`\n## ${from}\n`), page.indexOf(`\n## ${to}\n`))
  return [...part.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
  )
}

const asPattern = (skeleton: string) => new RegExp(`^${skeleton.replaceAll('*', '[a-z0-9_]+')}$`)

it.each([
  ['errors/security-error.ts', 'SecurityErrorCode'],
  ['errors/refusal-errors.ts', 'OAuthErrorCode'],
  ['errors/store-error.ts', 'StoreErrorReason'],
  ['primitives/replies/gate-replies.ts', 'JsonRpcErrorCode'],
  ['policy/pages/types.ts', 'Problem'],
  ['services/clients/suspicious.ts', 'SuspiciousPattern'],
  ['audit/events.ts', 'AuditEventFields'],
])('of %s has every %s', (path, type) => {
  const members: string[] = membersOfType(read(`${CORE}/${path}`), type)
  expect(members.length).toBeGreaterThan(4)
  expect(members.filter((member) => !page.includes(`\`${member}\``))).toEqual([])
})

it('says what each private reason means, and invents none', () => {
  const reasons: string[] = filesBelow(CORE, /\.ts$/).flatMap((path: string) => reasonsIn(path, read(path)))
  const found = [...new Set(reasons)]
  const publicWords: string[] = [
    ...membersOfType(read(`${CORE}/errors/refusal-errors.ts`), 'OAuthErrorCode'),
    ...membersOfType(read(`${CORE}/policy/pages/types.ts`), 'Problem'),
  ]
  const words = found.filter((text) => !text.includes('*'))
  const patterns = found.filter((text) => text.includes('*')).map(asPattern)
  const explained = firstColumn('Reasons in the audit log', 'Error classes')
  expect(words.length).toBeGreaterThan(100)

  expect(words.filter((word) => !publicWords.includes(word) && !explained.includes(word))).toEqual([])
  expect(patterns.filter((pattern) => !explained.some((word) => pattern.test(word)))).toEqual([])
  const storeReasons: string[] = membersOfType(read(`${CORE}/errors/store-error.ts`), 'StoreErrorReason')
  const known = new Set([...words, ...storeReasons])
  expect(explained.filter((word) => !known.has(word) && !patterns.some((pattern) => pattern.test(word)))).toEqual([])
})

it('explains each reason once', () => {
  const explained = firstColumn('Reasons in the audit log', 'Error classes')
  expect(explained.filter((word, place) => explained.indexOf(word) !== place)).toEqual([])
})

it.each([
  ['a member', `throw new OAuthError('invalid_grant', { reason: 'code_used' })`, ['code_used']],
  ['both branches', `const reason = a ? 'b_c' : 'd_e'`, ['b_c', 'd_e']],
  ['a skeleton', 'refuseToken(`token_${name}_missing`)', ['token_*_missing']],
  ['no sentences', `refuse('a problem.', 'A fix.')`, []],
])('reads %s from the source', (_case, code, reasons) => {
  expect(reasonsIn('a.ts', code)).toEqual(reasons)
})
