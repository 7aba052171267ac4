import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bashCompletion } from '../../src/completion/bash.js'
import { fishCompletion } from '../../src/completion/fish.js'
import { commandModels } from '../../src/completion/model.js'
import { zshCompletion } from '../../src/completion/zsh.js'
import { createProgram, run } from '../../src/program.js'
import { clockAt } from '../support/desk.js'

const silent = { out: () => undefined, err: () => undefined, colours: false, ...clockAt() }
const models = commandModels(createProgram(silent, { exitCode: 0 }))

/** What a real bash offers for each line; the last word is the one that is being written. */
function offeredByBash(script: string, lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-completion-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'completion'), script)
  // Outside of a completion bash does not know `compopt`.
  const ask = `compopt() { COMPREPLY=(FILES); FILES=1; }
offer() { COMP_WORDS=(sallyport "$@"); COMP_CWORD=$#; FILES=; _sallyport; echo "\${FILES:+files }\${COMPREPLY[*]}"; }`
  const quoted = lines.map((words) => `offer ${words.map((word) => `'${word}'`).join(' ')}`)
  const input = ['set -eu', `source '${join(folder, 'completion')}'`, ask, ...quoted].join('\n')
  const out = execFileSync('bash', ['--norc', '--noprofile', '-s'], { input, encoding: 'utf8' })
  return out.split('\n').map((line) => line.split(' ').filter((word) => word !== ''))
}

describe('completion in bash', () => {
  it('offers every command, option and choice of the program', () => {
    const named = models.filter(({ subcommands }) => subcommands.length > 0)
    const valued = models.flatMap(({ path, options }) =>
      options.flatMap(({ flags, value }) =>
        value?.choices.length ? flags.map((flag) => ({ path, flag, value })) : [],
      ),
    )
    const flagged = models.map(({ path, options }) => ({ path, flags: options.flatMap(({ flags }) => [...flags]) }))
    const lines = [
      ...named.map(({ path }) => [...path, '']),
      ...valued.map(({ path, flag }) => [...path, flag, '']),
      ...flagged.map(({ path }) => [...path, '-']),
    ]
    const expected = [
      ...named.map(({ subcommands }) => subcommands.map(({ name }) => name)),
      ...valued.map(({ value }) => value.choices),
      ...flagged.map(({ flags }) => flags),
    ]
    expect(offeredByBash(bashCompletion(models), lines).slice(0, -1)).toEqual(expected)
    expect(models.length).toBeGreaterThan(20)
    expect(valued.length).toBeGreaterThan(5)
  })

  it('goes by what stands there so far, and leaves paths to the shell', () => {
    const lines = [
      ['tr'],
      ['trust', 'r'],
      ['trust', 'add', 'files', '--npm', 'x', '--extra-args', 'v'],
      ['trust', 'verify', '--off'],
      ['completion', ''],
      ['trust', 'run', '--manifest', ''],
      ['trust', 'run', 'files', '--', '-'],
      ['nope', ''],
      ['keys', 'generate', '--alg', 'E'],
    ]
    expect(offeredByBash(bashCompletion(models), lines).slice(0, -1)).toEqual([
      ['trust'],
      ['run', 'remove'],
      ['values'],
      ['--offline'],
      ['bash', 'zsh', 'fish'],
      ['files'],
      ['files', 'FILES'],
      expect.arrayContaining(['trust', 'completion']),
      ['EdDSA', 'ES256'],
    ])
  })
})

describe('completion scripts', () => {
  it.each([
    ['bash', bashCompletion],
    ['zsh', zshCompletion],
    ['fish', fishCompletion],
  ])('for %s are printed whole by the command', async (shell, make) => {
    const out: string[] = []
    expect(await run(['completion', shell], { ...silent, out: (text) => out.push(text) })).toBe(0)
    expect(out).toEqual([make(models).trimEnd()])
  })

  it.each([
    ['zsh', zshCompletion],
    ['fish', fishCompletion],
  ] as const)('for %s name every command, option and choice', (_shell, make) => {
    const script = make(models)
    for (const { path, options } of models) {
      const last = path.at(-1)
      if (last !== undefined) expect(script).toContain(last)
      for (const { flags, value } of options) {
        for (const flag of flags) expect(script).toContain(flag.replace(/^-+/, ''))
        for (const choice of value?.choices ?? []) expect(script).toContain(choice)
      }
    }
  })

  it('let no description out of its quotes', () => {
    const program = new Command('sallyport').description('x')
    const text = `it's "here" $(touch x) \`y\` [a:b] \\ end`
    program.addCommand(new Command('one').description(text).addOption(new Option('--two <path>', text)))
    const own = commandModels(program)
    expect(bashCompletion(own)).not.toContain('touch')
    expect(zshCompletion(own)).toContain(
      String.raw`[it'\''s "here" $(touch x) ` + '`y` ' + String.raw`\[a\:b\] \\ end]`,
    )
    expect(fishCompletion(own)).toContain(String.raw`'it\'s "here" $(touch x) ` + '`y` ' + String.raw`[a:b] \\ end'`)
  })

  it('hide what is hidden', () => {
    const program = new Command('sallyport')
    program.addCommand(new Command('secret'), { hidden: true })
    program.addCommand(
      new Command('open').addOption(new Option('--quiet').hideHelp()).addArgument(new Argument('[file]')),
    )
    expect(commandModels(program).map(({ path }) => path)).toEqual([[], ['open']])
    expect(JSON.stringify(commandModels(program))).not.toContain('quiet')
  })

  it.each([['completion'], ['completion', 'tcsh'], ['completion', 'bash', 'zsh']])(
    'are for three shells: %s',
    async (...line) => {
      expect(await run(line, silent)).toBe(2)
    },
  )
})
