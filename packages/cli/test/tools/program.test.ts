import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { toolsDesk } from './support/desk.js'

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))

const COMMANDS = ['lock', 'check', 'diff', 'approve', 'sign', 'verify', 'scan']

describe('sallyport tools', () => {
  it.each(COMMANDS)('%s --help explains, with examples and exit codes [F-57]', async (command) => {
    const { code, out, err } = await toolsDesk().tools([command, '--help'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`Usage: sallyport tools ${command}`)
    expect(out).toContain(`  $ sallyport tools ${command} `)
    expect(out).toContain(
      'Exit codes: 0 fine, 1 found something, 2 wrong usage, 3 something could not be read or written.',
    )
  })

  it.each([
    '',
    'nope',
    'scan',
    'scan --nope',
    'scan extra -f -',
    'scan -f - --fail-on bad',
    'scan -f - --timeout soon',
    'scan -f - --timeout 0',
    'check',
    'lock',
    'approve --all --yes',
    'lock -f - --keep nothing',
    'diff',
  ])('"%s" is wrong use: exit code 2, and nothing on standard output [F-57]', async (line) => {
    const { code, out, err } = await toolsDesk().tools(line.split(' ').filter(Boolean))
    expect([code, out]).toEqual([2, ''])
    expect(err).not.toBe('')
  })

  it.each([
    ['scan tools.json', 'Did you mean --file tools.json?'],
    ['check tools.json --lock l.json', 'Did you mean --file tools.json?'],
    ['lock -', 'Did you mean --file -?'],
    ['approve https://notes.example/mcp', 'Did you mean --url https://notes.example/mcp?'],
    ['scan tools.json -f other.json', 'Leave it out.'],
    ['scan \u001b[2J', 'Did you mean --file "\\u001b[2J"?'],
  ])('"%s" names a source without its option: it says how [F-57]', async (line, hint) => {
    const { code, out, err } = await toolsDesk().tools(line.split(' '))
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^Error: .+ stands alone\. /)
    expect(err.endsWith(hint)).toBe(true)
  })

  it('prints nothing but the object, as a process, and ends quietly when nobody reads it any more [F-57]', async () => {
    const { write, read, directory } = toolsDesk()
    write(
      't.json',
      Array.from({ length: 2_000 }, (_, n) => ({ name: `tool_${String(n)}`, description: 'Adds.' })),
    )
    const line = [process.execPath, '--conditions=sallyport:source', '--import', import.meta.resolve('tsx'), BIN]
    const script = '"$@" --json -f - < t.json > out.json; echo $?; "$@" --json -f t.json | true; echo ${PIPESTATUS[0]}'
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script, 'bash', ...line, 'tools', 'scan'], {
      cwd: directory,
    })
    expect([stdout, stderr]).toEqual(['0\n1\n', ''])
    expect(JSON.parse(read('out.json')).tools).toHaveLength(2_000)
  }, 30_000)
})
