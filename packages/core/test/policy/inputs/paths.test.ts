import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPath, type PathProblem } from '../../../src/policy/inputs/index.js'

const hostile: readonly (readonly [path: string, problem: PathProblem])[] = [
  ['', 'empty'],
  ['..', 'parent'],
  ['../etc/passwd', 'parent'],
  ['a/../../b', 'parent'],
  ['a/..', 'parent'],
  ['./../b', 'parent'],
  ['a/../a', 'parent'],
  ['..\\windows', 'parent'],
  ['a\\..\\b', 'parent'],
  ['a/..\\b', 'parent'],
  ['/etc/passwd', 'absolute'],
  ['/', 'absolute'],
  ['\\windows', 'absolute'],
  ['//server/share', 'unc'],
  ['\\\\server\\share', 'unc'],
  ['\\\\?\\C:\\a', 'unc'],
  ['\\\\.\\PhysicalDrive0', 'unc'],
  ['\\/server/share', 'unc'],
  ['/\\server/share', 'unc'],
  ['C:\\windows', 'drive'],
  ['c:windows', 'drive'],
  ['C:/windows', 'drive'],
  ['/C:/windows', 'drive'],
  ['\\C:', 'drive'],
  ['file:///etc/passwd', 'uri'],
  ['FILE:/etc/passwd', 'uri'],
  ['file:a', 'uri'],
  ['http://x/a', 'uri'],
  ['jar:file:///x!/a', 'stream'],
  ['~', 'home'],
  ['~/a', 'home'],
  ['~root/a', 'home'],
  ['a\0.txt', 'control_character'],
  ['a\nb', 'control_character'],
  ['a\u001B[2Jb', 'control_character'],
  ['a\u0085b', 'control_character'],
  ['a\u007F', 'control_character'],
  ['a\uD800', 'not_unicode'],
  ['\uDC00a', 'not_unicode'],
  ['a\uFFFDb', 'not_unicode'],
  ['a\u200Bb', 'invisible'],
  ['.\u200D./b', 'invisible'],
  ['.g\u200Cit/config', 'invisible'],
  ['a\u202Etxt.exe', 'invisible'],
  ['\uFEFFa', 'invisible'],
  ['a\u00ADb', 'invisible'],
  ['a\u{E0041}', 'invisible'],
  ['a//b', 'separator'],
  ['a\\b', 'separator'],
  ['a/b\\c', 'separator'],
  ['%2e%2e/a', 'encoded'],
  ['%2e%2e%2fa', 'encoded'],
  ['..%2fa', 'encoded'],
  ['..%5ca', 'encoded'],
  ['%252e%252e%252fa', 'encoded'],
  ['%25252e%25252ea', 'encoded'],
  ['%2525252525252525252e', 'encoded'],
  ['a%00.txt', 'encoded'],
  ['a%0d%0ab', 'encoded'],
  ['%c0%ae%c0%ae%c0%af', 'encoded'],
  ['..%c0%afa', 'encoded'],
  ['..%c1%9ca', 'encoded'],
  ['%e0%80%ae', 'encoded'],
  ['%e0%80%afa', 'encoded'],
  ['%f0%80%80%af', 'encoded'],
  ['%25c0%25af', 'encoded'],
  ['%u002e%u002e%u2215', 'encoded'],
  ['%uff0e%uff0e', 'encoded'],
  ['%ef%bc%8fetc', 'encoded'],
  ['%e2%88%95etc', 'encoded'],
  ['%7e/a', 'encoded'],
  ['a%3a$DATA', 'encoded'],
  ['\u00C0\u00AE\u00C0\u00AE', 'encoded'],
  ['a\u00C0\u00AFb', 'encoded'],
  ['\uFF0E\uFF0E\uFF0Fetc', 'look_alike'],
  ['a\u2044b', 'look_alike'],
  ['a\u2215b', 'look_alike'],
  ['a\u29F8b', 'look_alike'],
  ['a\u2216b', 'look_alike'],
  ['a\uFF3Cb', 'look_alike'],
  ['a\uFE68b', 'look_alike'],
  ['\u2025/a', 'look_alike'],
  ['\u2024\u2024/a', 'look_alike'],
  ['\uFE52\uFE52/a', 'look_alike'],
  ['\u2026/a', 'look_alike'],
  ['a\u2105b', 'look_alike'],
  ['..\u00A5windows', 'look_alike'],
  ['..\u20A9windows', 'look_alike'],
  ['C\uFF1A', 'look_alike'],
  ['a\uFF05', 'look_alike'],
  ['a\u0338b', 'look_alike'],
  ['a.txt:hidden', 'stream'],
  ['a.txt::$DATA', 'stream'],
  ['folder:$I30:$INDEX_ALLOCATION', 'stream'],
  ['CON', 'device'],
  ['nul', 'device'],
  ['a/NUL.txt', 'device'],
  ['aux.tar.gz', 'device'],
  ['COM1', 'device'],
  ['com9.log', 'device'],
  ['LPT1', 'device'],
  ['COM\u00B9', 'device'],
  ['CONIN$', 'device'],
  ['CONOUT$', 'device'],
  ['PRN .txt', 'device'],
  ['NUL:', 'device'],
  ['secret.txt.', 'trailing'],
  ['secret.txt ', 'trailing'],
  ['.../a', 'trailing'],
  ['.. /a', 'trailing'],
  ['a. /b', 'trailing'],
  ['PROGRA~1/a', 'short_name'],
  ['SECRET~1.TXT', 'short_name'],
  ['a*', 'reserved_character'],
  ['a?b', 'reserved_character'],
  ['a|b', 'reserved_character'],
  ['<a>', 'reserved_character'],
  ['a"b', 'reserved_character'],
  ['a'.repeat(1025), 'too_long'],
  [`${'a'.repeat(256)}/b`, 'too_long'],
  [`${'€'.repeat(86)}/b`, 'too_long'],
  ['a/'.repeat(33), 'too_long'],
]

describe('checkPath', () => {
  it.each(hostile)('refuses %j as %s [F-70] [TL-22]', (path, problem) => {
    const checked = checkPath(path)
    expect(checked).toMatchObject({ ok: false, problem })
    expect(checked).not.toHaveProperty('value')
  })

  it('is tried with at least a hundred hostile paths, and repeats none of them [F-70]', () => {
    expect(hostile.length).toBeGreaterThanOrEqual(100)
    for (const [path] of hostile.filter(([text]) => text.length > 4)) {
      const checked = checkPath(path)
      expect(checked.ok ? '' : checked.message).not.toContain(path)
    }
  })

  it.each([[undefined], [null], [7], [['a']], [{ toString: () => 'a' }]])(
    'refuses %j, which is no text [F-70]',
    (path) => {
      expect(checkPath(path)).toMatchObject({ ok: false, problem: 'not_text' })
    },
  )

  it.each([
    ['notes/2026.md', ['notes', '2026.md']],
    ['.', []],
    ['./a', ['a']],
    ['folder/', ['folder']],
    ['a/./b', ['a', 'b']],
    ['100%.txt', ['100%.txt']],
    ['a%20b', ['a%20b']],
    ['Grüße und Käse.md', ['Grüße und Käse.md']],
    ['資料/報告。txt', ['資料', '報告。txt']],
    ['..a/b..c', ['..a', 'b..c']],
    ['.env', ['.env']],
    ['console.log', ['console.log']],
    ['a~b', ['a~b']],
  ])('lets %j through', (path, names) => {
    expect(checkPath(path)).toEqual({ ok: true, value: names })
  })

  it('takes the separators of Windows there, and never two kinds [F-70]', () => {
    const rules = { platform: 'windows' } as const
    expect(checkPath('a\\b', rules)).toEqual({ ok: true, value: ['a', 'b'] })
    expect(checkPath('a\\b/c', rules)).toMatchObject({ ok: false, problem: 'separator' })
    expect(checkPath('a\\..\\b', rules)).toMatchObject({ ok: false, problem: 'parent' })
    expect(checkPath('a\\\\b', rules)).toMatchObject({ ok: false, problem: 'separator' })
  })

  it('lets names through on POSIX that only Windows reads differently, and nothing else', () => {
    const rules = { platform: 'posix' } as const
    for (const name of ['con', 'a:b', 'a\\b', 'a.', 'a?', '¥100']) expect(checkPath(name, rules).ok).toBe(true)
    for (const name of ['../a', '/a', '//a', '~', 'a\0', 'file:/a', '%2e%2e', 'a\u2215b', '\uFF0E\uFF0E/a']) {
      expect(checkPath(name, rules).ok).toBe(false)
    }
  })

  it('gives names that are never special and make the same path again, whatever comes in [F-70]', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '/', '\\', '%2e', '%252f', '%', ':', '~', '\0', 'a', ' ', 'NUL', '\uFF0E', '\u2215'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    const paths = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(paths, (path) => {
        const checked = checkPath(path)
        if (!checked.ok) return
        for (const name of checked.value) expect(name).not.toMatch(/^\.{0,2}$|[/\\:\0]/)
        expect(checkPath(checked.value.join('/') || '.')).toEqual(checked)
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes linear time [F-70]', () => {
    const rules = { maxBytes: 2 ** 21 }
    for (const unit of ['%25', '%2525', '../', 'a/', '\u00C0', '%', '.', '\uFF05', '%u0061']) {
      const started = performance.now()
      checkPath(unit.repeat(2 ** 20 / unit.length), rules)
      expect(performance.now() - started).toBeLessThan(1_500)
    }
  })
})
