import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, truncateSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { desk, folder, sallyportIn } from './support/desk.js'

const commands = ['keys list -f FILE', 'keys rotate -f FILE', 'keys retire -f FILE --expired']

describe('what is not a key file', () => {
  it.each(commands)('a pipe that nobody writes into does not hold up "%s" [F-06]', async (line) => {
    const { command } = await desk()
    const pipe = join(folder(), 'pipe')
    execFileSync('mkfifo', ['-m', '600', pipe])
    expect(await command(line.replace('FILE', pipe))).toEqual({
      code: 1,
      out: '',
      err: `Error: ${pipe} is not a file. Name the key file itself.`,
    })
    expect(readdirSync(dirname(pipe))).toEqual(['pipe'])
  })

  it.each(commands)('a folder is refused by "%s" without advice that would lock it [F-06]', async (line) => {
    const { command } = await desk()
    const directory = join(folder(), 'keys')
    mkdirSync(directory, { mode: 0o755 })
    const { code, err } = await command(line.replace('FILE', directory))
    expect([code, err]).toEqual([1, `Error: ${directory} is not a file. Name the key file itself.`])
  })

  it.each(commands)('a file of many megabytes is not read by "%s" [F-06]', async (line) => {
    const { command, path } = await desk()
    truncateSync(path, 3_000_000_000)
    const { code, err } = await command(line)
    expect([code, err]).toEqual([1, `Error: ${path} is too large for a key file. Name the key file itself.`])
  })
})

describe('a place that cannot be written to', () => {
  it('names the folder that is missing when keys are generated [F-06]', async () => {
    const { command } = await desk()
    const directory = join(folder(), 'none')
    const { code, err } = await command(`keys generate --out ${join(directory, 'keys.json')}`)
    expect([code, err]).toEqual([
      1,
      `Error: The folder ${directory} cannot be written to (ENOENT). Make it, or choose another.`,
    ])
  })
})

describe('a disk that is full', () => {
  it.each([
    ['rotate', '--purpose', 'vault'],
    ['generate', '--out', 'new.json'],
  ])('leaves the keys as they were, and neither a lock nor a draft, after %s [F-06]', async (name, ...args) => {
    const { path, read, content } = await desk()
    const target = name === 'rotate' ? ['--file', path] : []
    const { code, stderr } = await sallyportIn(
      `cd ${dirname(path)}; trap '' XFSZ; ulimit -f 0; "$@"`,
      name,
      ...args,
      ...target,
    )
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Error: .*EFBIG/)])
    expect(read()).toEqual(content)
    expect(readdirSync(dirname(path))).toEqual(['keys.json'])
  })

  it('says that the keys did not arrive where the output goes [F-06]', async () => {
    expect(await sallyportIn('"$@" > /dev/full', 'generate')).toEqual({
      code: 1,
      stderr: 'Error: The output cannot be written (ENOSPC).\n',
    })
  })
})

it('ends quietly when nobody reads the output any more [F-06]', async () => {
  expect(await sallyportIn('set -o pipefail; "$@" | true', 'generate')).toEqual({ code: 1, stderr: '' })
})
