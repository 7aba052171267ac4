import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

it('serves honest calls and refuses every attack of its check [F-70] [F-71] [F-72] [F-73] [F-64]', async () => {
  const script = join(import.meta.dirname, '../check.ts')
  const child = spawn(process.execPath, ['--conditions=sallyport:source', '--import=tsx', script])
  onTestFinished(() => void child.kill())
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number | null]
  expect(output).not.toContain('WRONG')
  expect(output).toMatch(/attacks are refused/)
  expect(code).toBe(0)
})
