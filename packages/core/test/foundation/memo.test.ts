import { expect, it } from 'vitest'
import { memo } from '../../src/foundation/index.js'

it('asks once for each key, and holds no more than it may', () => {
  const asked: string[] = []
  const shout = memo(2, (key) => {
    asked.push(key)
    return key.toUpperCase()
  })
  expect([shout('a'), shout('a'), shout('b'), shout('a')]).toEqual(['A', 'A', 'B', 'A'])
  expect(asked).toEqual(['a', 'b'])
  expect([shout('c'), shout('a')]).toEqual(['C', 'A'])
  expect(asked).toEqual(['a', 'b', 'c', 'a'])
})
