import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { fixture, toolsDesk } from './support/desk.js'

/** A process that has ended may wait for somebody to look after it. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${String(pid)}/stat`
  return !existsSync(stat) || !/^\d+ \(.*\) Z/.test(readFileSync(stat, 'utf8'))
}

describe('a local server', () => {
  it.each([
    ['stdio-v1', 'notes-v1', ['notes_list', 'env'], undefined],
    ['stdio-v2', 'notes-v2', ['notes_list', 'era'], 'modern'],
  ])('of the SDK in %s is locked, with its instructions [F-57] [F-51]', async (script, name, tools, era) => {
    const { tools: run, json, pathOf } = toolsDesk()
    const { code, out, err } = await run(['lock', '--stdio', fixture(script), '-l', '@lock.json'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`of ${name}`)
    const lock = json('lock.json')
    expect(lock.tools.map((tool: { name: string }) => tool.name)).toEqual([...tools].sort())
    expect(lock.instructions.text).toBe('Keeps notes.')
    expect(lock.server.command[0]).toBe(process.execPath)
    if (era !== undefined) expect(JSON.stringify(lock.tools)).toContain(`"description":"${era}"`)
    expect(await run(['check', '--stdio', fixture(script), '-l', pathOf('lock.json')])).toMatchObject({ code: 0 })
  })

  it('gets the variables that programs need and those that are named, and no other [F-57]', async () => {
    const { tools } = toolsDesk()
    vi.stubEnv('NOTES_SECRET', 'hush')
    vi.stubEnv('NOTES_DIR', '/tmp')
    const { out } = await tools([
      'scan',
      '--stdio',
      fixture('stdio-v1'),
      '--env',
      'NOTES_DIR',
      '--env',
      'A=b',
      '--json',
    ])
    vi.unstubAllEnvs()
    expect(out).not.toContain('NOTES_SECRET')
    const locked = toolsDesk()
    await locked.tools(['lock', '--stdio', fixture('stdio-v1'), '--env', 'A=b', '-l', '@l'])
    const names = locked.json('l').tools[0].definition.description.split(' ')
    expect(names).toContain('A')
    expect(names).toContain('PATH')
    expect(names).not.toContain('NODE_ENV')
    expect(names).not.toContain('VITEST')
  })

  it('is read as it speaks: members that nobody knows are part of what is locked [F-50] [F-57]', async () => {
    const { tools, read } = toolsDesk()
    expect((await tools(['lock', '--stdio', fixture('stdio-raw'), '-l', '@l'])).code).toBe(0)
    expect(read('l')).toContain('"x-unknown": {\n          "__proto__": 1\n        }')
    expect(JSON.parse(read('l')).server.name).toBe('raw⟨U+001B⟩[2J')
  })

  it('that ends when it is asked for the newest revision is read as in 2025 [F-57]', async () => {
    const { tools } = toolsDesk()
    const { code, out } = await tools(['scan', '--stdio', fixture('stdio-raw', 'fragile')])
    expect([code, out]).toEqual([0, '1 tool: 1 without findings'])
  })

  it('is asked for every page [F-57] [TL-11]', async () => {
    const { out } = await toolsDesk().tools(['scan', '--stdio', fixture('stdio-raw', 'paged'), '--json'])
    expect(JSON.parse(out).tools.map(({ name }: { name: string }) => name)).toEqual(['one', 'two', 'three'])
  })

  it.each([
    ['duplicate', 'members that stand twice in one object'],
    ['again', 'sends the same page of tools again'],
    ['endless', 'more than 1000 pages'],
    ['listless', 'answered tools/list without a list'],
    ['refuses', 'not ⟨U+001B⟩[31mtoday'],
    ['dies', 'it ended (exit code 3)'],
  ])('that %s is refused with exit code 3 [F-57] [TL-09]', async (mode, problem) => {
    const { code, out, err } = await toolsDesk().tools(['scan', '--json', '--stdio', fixture('stdio-raw', mode)])
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain(problem)
    expect(err).not.toContain('\u001b')
  })

  it('that does not start shows its last words, and nothing hidden in them [F-57]', async () => {
    const { err } = await toolsDesk().tools(['scan', '--stdio', fixture('stdio-raw', 'dies')])
    expect(err).toContain('  | first line\n  | no database at ⟨U+001B⟩[31m/var/db⟨U+202E⟩\n  | last line')
  })

  it('that is silent is given up at the deadline [F-57]', async () => {
    const started = performance.now()
    const { code, err } = await toolsDesk().tools([
      'scan',
      '--timeout',
      '1s',
      '--stdio',
      fixture('stdio-raw', 'silent'),
    ])
    expect([code, err]).toEqual([3, expect.stringContaining('did not answer within 1s')])
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('that floods its output is stopped [F-57]', async () => {
    const { code, err } = await toolsDesk().tools(['scan', '--stdio', fixture('stdio-raw', 'floods')])
    expect([code, err]).toEqual([3, expect.stringContaining('said more than')])
  }, 20_000)

  it('goes with everything it has started [F-57]', async () => {
    const { tools, pathOf } = toolsDesk()
    const pidFile = pathOf('pid')
    expect((await tools(['scan', '--stdio', fixture('stdio-raw', 'child', pidFile)])).code).toBe(0)
    expect(existsSync(pidFile)).toBe(true)
    const pid = Number(readFileSync(pidFile, 'utf8'))
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false))
  })

  it.each([
    ['no program', '/nonexistent/program', 3],
    ['a shell', 'node server.js | tee log', 2],
    ['an open quote', 'node "server.js', 2],
    ['nothing', '  ', 2],
  ])('that names %s is refused [F-57]', async (_case, command, exit) => {
    const { code, out, err } = await toolsDesk().tools(['scan', '--stdio', command])
    expect([code, out]).toEqual([exit, ''])
    expect(err).toMatch(/^Error: /)
  })
})
