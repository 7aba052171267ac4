import { expect, it } from 'vitest'
import { HELP, readCommandLine } from '../src/command-line.js'

it('runs ten minutes with 200 clients on both stores unless told otherwise', () => {
  expect(readCommandLine([])).toEqual({
    minutes: 10,
    clients: 200,
    stores: ['redis', 'postgres'],
    seed: 1,
    out: undefined,
    json: false,
  })
})

it('takes what it is told', () => {
  const line = '--minutes 0.5 --clients 20 --store postgres --seed 42 --out plots --json'
  expect(readCommandLine(line.split(' '))).toEqual({
    minutes: 0.5,
    clients: 20,
    stores: ['postgres'],
    seed: 42,
    out: 'plots',
    json: true,
  })
})

it.each([
  ['--minutes', '0'],
  ['--minutes', 'ten'],
  ['--minutes', ''],
  ['--clients', '1.5'],
  ['--clients', '0'],
  ['--seed', 'x'],
  ['--store', 'sqlite'],
  ['--unknown', '1'],
])('refuses %s %s', (name, value) => {
  expect(() => readCommandLine([name, value])).toThrow(TypeError)
})

it('explains every option', () => {
  expect(readCommandLine(['--help'])).toBeUndefined()
  for (const name of ['minutes', 'clients', 'store', 'seed', 'out', 'json']) expect(HELP).toContain(`--${name}`)
})
