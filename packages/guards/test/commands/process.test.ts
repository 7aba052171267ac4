import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ConfigError } from '@sallyport/core/errors'
import { createCommand, textArgument, type CommandOptions } from '../../src/commands/index.js'

const shell = (script: string, options: Partial<CommandOptions> = {}) =>
  createCommand({ program: '/bin/sh', args: ['-c', script], unsafelyAllowInterpreter: true, ...options })

async function isGone(pid: number): Promise<boolean> {
  for (let round = 0; round < 100; round++) {
    try {
      process.kill(pid, 0)
    } catch {
      return true
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return false
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sallyport-commands-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

describe('a program', () => {
  it('gets no environment but what is listed [F-73] [LO-07]', async () => {
    vi.stubEnv('SALLYPORT_TEST_SECRET', 'secret')
    vi.stubEnv('SALLYPORT_TEST_NAME', 'name')
    onTestFinished(() => void vi.unstubAllEnvs())
    const bare = createCommand({ program: '/usr/bin/printenv', args: [] })
    expect((await bare.run()).stdout).toBe('')
    const options = { env: { LANG: 'C' }, passEnv: ['SALLYPORT_TEST_NAME', 'SALLYPORT_TEST_UNSET'] }
    const listed = createCommand({ program: '/usr/bin/printenv', args: [], ...options })
    expect((await listed.run()).stdout.trim().split('\n').sort()).toEqual(['LANG=C', 'SALLYPORT_TEST_NAME=name'])
  })

  it('is told how it ended, with both outputs', async () => {
    const result = await shell('echo out; echo err >&2; exit 3').run()
    expect(result).toEqual({ ended: 'exit', exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
  })

  it('reads input of bounded length, and need not read it [F-73]', async () => {
    const cat = createCommand({ program: '/bin/cat', args: [], maxInputBytes: 1_000_000 })
    expect((await cat.run({}, { input: 'Grüße' })).stdout).toBe('Grüße')
    await expect(cat.run({}, { input: 'x'.repeat(1_000_001) })).rejects.toThrow('The input is too long.')
    const deaf = createCommand({ program: '/bin/true', args: [], maxInputBytes: 1_000_000 })
    expect(await deaf.run({}, { input: 'x'.repeat(1_000_000) })).toMatchObject({ exitCode: 0 })
    await expect(shell('cat').run({}, { input: 'x' })).rejects.toMatchObject({ code: 'ERR_INPUT' })
  })

  it('is not waited for when what it started has left the group and holds its outputs open [F-73]', async () => {
    const started = performance.now()
    const { ended, stdout } = await shell('setsid sleep 20 & echo $!; sleep 0.3', {
      env: { PATH: '/usr/bin:/bin' },
      timeoutMs: 500,
    }).run()
    onTestFinished(() => void process.kill(Number(stdout), 'SIGKILL'))
    expect(ended).toBe('timeout')
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('that cannot be started is one sentence, whatever the system says [F-73]', async () => {
    const rule = textArgument({ maxLength: 1_000_000 })
    const echo = createCommand({ program: '/bin/echo', args: [{ operand: 'text', rule }] })
    await expect(echo.run({ text: 'x'.repeat(900_000) })).rejects.toMatchObject({ reason: 'command_not_started' })
  })

  it('dies of its time limit, together with what it started [F-73]', async () => {
    const result = await shell('sleep 60 & echo $!; sleep 60', { timeoutMs: 300 }).run()
    expect(result).toMatchObject({ ended: 'timeout', exitCode: null })
    expect(await isGone(Number(result.stdout))).toBe(true)
  })

  it('leaves nothing behind that keeps running when it ends [F-73]', async () => {
    const result = await shell('sleep 60 & echo $!').run()
    expect(result).toMatchObject({ ended: 'exit', exitCode: 0 })
    expect(await isGone(Number(result.stdout))).toBe(true)
  })

  it('dies of too much output on either side, and what was cut is cut [F-73]', async () => {
    for (const script of ['yes', 'yes >&2', 'yes & yes >&2']) {
      const result = await shell(script, { maxOutputBytes: 10_000 }).run()
      expect(result).toMatchObject({ ended: 'output', exitCode: null })
      expect(result.stdout.length + result.stderr.length).toBe(10_000)
    }
  })

  it('dies with the request it was started for, and does not start after it [F-73]', async () => {
    const controller = new AbortController()
    const running = shell('echo $$; exec sleep 60').run({}, { signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    const result = await running
    expect(result).toMatchObject({ ended: 'aborted', exitCode: null })
    await expect(shell('true').run({}, { signal: controller.signal })).rejects.toThrow()
  })

  it('works where it is told, and at the root of the disk otherwise', async () => {
    const pwd = (options: Partial<CommandOptions>) => createCommand({ program: '/bin/pwd', args: [], ...options }).run()
    const path = folder()
    expect((await pwd({ cwd: path })).stdout.trim()).toBe(path)
    expect((await pwd({})).stdout.trim()).toBe('/')
  })

  it('that is gone when it is called is an InputError without its path [F-73]', async () => {
    const path = join(folder(), 'tool')
    writeFileSync(path, '#!/bin/true\n', { mode: 0o755 })
    const command = createCommand({ program: path, args: [] })
    rmSync(path)
    await expect(command.run()).rejects.toMatchObject({
      code: 'ERR_INPUT',
      message: 'The program cannot be started now.',
    })
  })
})

describe('createCommand', () => {
  it.each([
    ['a name without a path', 'git'],
    ['a relative path', './git'],
    ['NUL', '/bin/ls\0'],
    ['a folder', '/bin'],
    ['nothing', '/bin/sallyport-nowhere'],
    ['a batch file', '/opt/tool.bat'],
    ['a batch file in capitals', '/opt/TOOL.CMD'],
    ['a batch file with a dot behind', '/opt/tool.cmd. '],
    ['a script of PowerShell', '/opt/tool.ps1'],
    ['a shell', '/bin/sh'],
    ['another shell', '/bin/bash'],
    ['env', '/usr/bin/env'],
    ['xargs', '/usr/bin/xargs'],
    ['an interpreter', process.execPath],
    ['no text', 7],
  ])('refuses %s as program [F-73]', (_case, program) => {
    expect(() => createCommand({ program: program as string, args: [] })).toThrow(ConfigError)
  })

  it('refuses a shell by another name, and a program that everybody may change [F-73]', () => {
    const path = folder()
    symlinkSync('/bin/sh', join(path, 'tool'))
    expect(() => createCommand({ program: join(path, 'tool'), args: [] })).toThrow('shell')
    writeFileSync(join(path, 'open'), '')
    chmodSync(join(path, 'open'), 0o757)
    expect(() => createCommand({ program: join(path, 'open'), args: [] })).toThrow('everybody')
  })

  const rule = () => ({ ok: true, value: '' }) as const
  it.each([
    ['an unknown option', { shell: true }],
    ['no arguments', { args: undefined }],
    ['NUL in an argument', { args: ['a\0'] }],
    ['a place without a rule', { args: [{ operand: 'a' }] }],
    ['something behind an operand', { args: [{ operand: 'a', rule }, 'b'] }],
    [
      'an option behind an operand',
      {
        args: [
          { operand: 'a', rule },
          { option: '--b', from: 'b', rule },
        ],
      },
    ],
    ['an option that is none', { args: [{ option: 'b', from: 'b', rule }] }],
    ['an option with a value', { args: [{ option: '--b=c', from: 'b', rule }] }],
    ['a variable that is none', { env: { 'A B': 'c' } }],
    ['a variable without a text', { env: { A: 1 } }],
    ['a variable with NUL', { env: { A: 'b\0' } }],
    ['a variable that loads code', { passEnv: ['LD_PRELOAD'] }],
    ['another one', { passEnv: ['NODE_OPTIONS'] }],
    ['variables that are no list', { passEnv: 'PATH' }],
    ['a relative folder', { cwd: 'src' }],
    ['a folder that is not there', { cwd: '/sallyport-nowhere' }],
    ['no time', { timeoutMs: 0 }],
    ['endless output', { maxOutputBytes: Infinity }],
    ['negative input', { maxInputBytes: -1 }],
    ['a switch that is no boolean', { endOfOptions: 'no' }],
  ])('refuses %s [F-73]', (_case, options) => {
    expect(() => createCommand({ program: '/bin/echo', args: [], ...(options as object) })).toThrow(ConfigError)
  })
})
