import { expect, it } from 'vitest'
import { idsInTitles } from '../lib/test-titles.mjs'

const ids = (code: string) => idsInTitles('a.test.ts', code)

it('reads ids from titles of it, test and describe', () => {
  expect(ids(`it('refuses [RS-21] [F-10]', () => {})`)).toEqual(['RS-21', 'F-10'])
  expect(ids(`describe('tokens [F-07]', () => { test('one [RS-25]', () => {}) })`)).toEqual(['F-07', 'RS-25'])
})

it('reads ids from titles of tables', () => {
  expect(ids(`it.each([['a [RS-1]']])('refuses %s [AS-27]', () => {})`)).toEqual(['AS-27'])
  expect(ids('describe.each(stores)(`$name [F-92]`, () => {})')).toEqual(['F-92'])
})

it('counts an id once for each title', () => {
  expect(ids(`it('a [F-01] [F-01]', () => {}); it('b [F-01]', () => {})`)).toEqual(['F-01', 'F-01'])
})

it('ignores ids outside of titles', () => {
  expect(ids(`// [RS-21]\nconst text = 'it(a [RS-22])'; log('[RS-23]'); it('works', () => expect('[RS-24]'))`)).toEqual(
    [],
  )
})
