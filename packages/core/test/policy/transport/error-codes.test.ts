import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { missingCapability } from '../../../src/policy/transport/index.js'
import { rpcErrorReply } from '../../../src/primitives/replies/index.js'

const SOURCES = join(import.meta.dirname, '../../../src')

/** JSON-RPC 2.0 §5.1, and what 2026-07-28 defines beyond it. */
const DEFINED = [-32_700, -32_600, -32_601, -32_602, -32_603, -32_020, -32_021, -32_022]

/** A foreign session must look like an unknown one, and the SDKs answer that in their own way (legacy revisions only). 2025-11-25 asks for a page with a code
 * of its own, which 2026-07-28 has dropped (EL-20). */
const AS_THE_SDK = /^-32001 (?:host\/sdk\/|primitives\/replies\/gate-replies)|^-32042 host\/sdk\/confirm\//

const withoutComments = (code: string): string => code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

it('uses no reserved error code but those that a revision defines [ST-66] [ST-03]', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  const used = files.flatMap((path) => {
    const code = withoutComments(readFileSync(join(SOURCES, path), 'utf8'))
    return [...code.matchAll(/-32_?\d{3}\b/g)].map(([match]) => ({ code: Number(match.replace('_', '')), path }))
  })
  expect(used.map(({ code }) => code)).toEqual(expect.arrayContaining([-32_600, -32_602, -32_020, -32_022]))
  const undefinedOnes = used
    .filter(({ code }) => !DEFINED.includes(code))
    .map(({ code, path }) => `${String(code)} ${path}`)
  expect(undefinedOnes.filter((line) => !AS_THE_SDK.test(line))).toEqual([])
})

it('names the capabilities that are missing as an object [ST-46]', () => {
  const reply = rpcErrorReply(400, missingCapability({ elicitation: { url: {} } }), 'abc')
  expect(reply.status).toBe(400)
  expect(JSON.parse(reply.body)).toEqual({
    jsonrpc: '2.0',
    id: 'abc',
    error: {
      code: -32_021,
      message: 'Missing required client capability',
      data: { requiredCapabilities: { elicitation: { url: {} } } },
    },
  })
})
