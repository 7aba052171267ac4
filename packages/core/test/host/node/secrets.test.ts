import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { secretFromEnv, secretFromFile, secretFromVault } from '../../../src/host/node/index.js'

const SECRET = 'q8ZpT3vN1xWm5RkY2bLd9Fh6Js4Gc7Ae'

function file(content: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-secret-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'secret')
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

describe('secretFromEnv', () => {
  it('takes a variable [F-75]', () => {
    expect(secretFromEnv('NOTES_SECRET', { env: { NOTES_SECRET: SECRET } })).toBe(SECRET)
  })

  it.each([
    ['that is not set', {}, 'there is no secret'],
    ['that is empty', { NOTES_SECRET: '' }, 'there is no secret'],
    ['that holds a placeholder', { NOTES_SECRET: 'your-client-secret' }, 'a placeholder'],
    ['that is short', { NOTES_SECRET: 'q8ZpT3vN' }, 'too short'],
  ])('refuses to start with a variable %s [F-75] [LO-01]', (_case, env, problem) => {
    expect(() => secretFromEnv('NOTES_SECRET', { env })).toThrow(problem)
  })

  it.each(['', 'A B', 'A=B', '1A', 'A\0'])('refuses %j as a name [F-75]', (name) => {
    expect(() => secretFromEnv(name, { env: { [name]: SECRET } })).toThrow('not the name of a variable')
  })

  it('does not take what every object has for a variable [F-75]', () => {
    expect(() => secretFromEnv('toString', { env: {} })).toThrow('there is no secret')
  })

  it('refuses unknown options [F-75]', () => {
    expect(() => secretFromEnv('NOTES_SECRET', { env: {}, fallback: SECRET } as object)).toThrow('no such option')
  })

  it('looks into the environment of the process [F-75]', () => {
    expect(() => secretFromEnv('SALLYPORT_TEST_NEVER_SET')).toThrow('there is no secret')
  })
})

describe('secretFromFile', () => {
  it.each([SECRET, `${SECRET}\n`, `${SECRET}\r\n`])('takes %j [F-75]', async (content) => {
    expect(await secretFromFile(file(content))).toBe(SECRET)
  })

  it('follows the links of Kubernetes [F-75]', async () => {
    const path = file(SECRET)
    symlinkSync(path, `${path}.link`)
    expect(await secretFromFile(`${path}.link`)).toBe(SECRET)
  })

  it.each([0o644, 0o640, 0o604])('refuses mode %o unless others may read it [F-75]', async (mode) => {
    const path = file(SECRET, mode)
    await expect(secretFromFile(path)).rejects.toThrow('other users can read the file')
    expect(await secretFromFile(path, { unsafelyReadableByOthers: true })).toBe(SECRET)
  })

  it.each([0o620, 0o602, 0o666])('refuses mode %o, whatever is said [F-75]', async (mode) => {
    const attempt = secretFromFile(file(SECRET, mode), { unsafelyReadableByOthers: true })
    await expect(attempt).rejects.toThrow('other users can write to the file')
  })

  it.each([
    ['an empty file', '', 'there is no secret'],
    ['a placeholder', 'changeme\n', 'a placeholder'],
    ['a short one', 'q8ZpT3vN\n', 'too short'],
  ])('refuses to start with %s, and does not repeat it [F-75]', async (_case, content, problem) => {
    const error: unknown = await secretFromFile(file(content)).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ERR_CONFIG', message: expect.stringContaining(problem) as string })
    if (content !== '') expect(String(error)).not.toContain(content.trim())
  })

  it('refuses to start without the file [F-75]', async () => {
    await expect(secretFromFile('/nowhere/secret')).rejects.toThrow('ENOENT')
  })

  it('refuses folders, pipes and large files at once [F-75]', async () => {
    const path = file(SECRET)
    const [folder, pipe] = [`${path}.d`, `${path}.pipe`]
    mkdirSync(folder)
    execFileSync('mkfifo', ['-m', '600', pipe])
    await expect(secretFromFile(folder)).rejects.toThrow('not a file')
    await expect(secretFromFile(pipe)).rejects.toThrow('not a file')
    truncateSync(path, 3_000_000_000)
    await expect(secretFromFile(path)).rejects.toThrow('too large')
  })
})

describe('secretFromVault', () => {
  const vault = (answer: () => Promise<string | undefined>) => ({ read: answer })

  it('takes what the vault keeps [F-75]', async () => {
    const read = async (name: string) => (name === 'notes/secret' ? SECRET : undefined)
    expect(await secretFromVault({ read }, 'notes/secret', { minLength: 32 })).toBe(SECRET)
    await expect(secretFromVault({ read }, 'notes/other')).rejects.toThrow('there is no secret')
  })

  it('refuses to start when the vault gives no answer [F-75]', async () => {
    const cause = new Error(`refused to tell ${SECRET}`)
    const attempt = secretFromVault(
      vault(() => Promise.reject(cause)),
      'notes/secret',
    )
    const error: unknown = await attempt.catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ERR_CONFIG', cause })
    expect(String(error)).not.toContain(SECRET)
  })

  it.each(['changeme', '', 'q8ZpT3vN'])('refuses %j [F-75]', async (text) => {
    await expect(
      secretFromVault(
        vault(async () => text),
        'x',
      ),
    ).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })

  it('refuses what is no text [F-75]', async () => {
    const read = async () => ({ value: SECRET }) as unknown as string
    await expect(secretFromVault({ read }, 'x')).rejects.toThrow('there is no secret')
  })
})
