import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseToolList } from '../../../src/policy/tool-guard/index.js'
import { anyTools } from './definitions.js'

it.each([
  ['an array', '[{"name":"a"}]'],
  ['a result of tools/list', '{"tools":[{"name":"a"}],"nextCursor":"b"}'],
  ['a whole JSON-RPC answer', '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a"}]}}'],
])('reads %s [F-57]', (_case, text) => {
  expect(parseToolList(text)).toEqual({ ok: true, tools: [{ name: 'a' }] })
})

it.each([
  ['nothing', '', 'malformed', ''],
  ['a member that stands twice', '[{"name":"a","name":"b"}]', 'duplicate_key', ''],
  ['a member that stands twice deep inside', '[{"name":"a","_meta":{"b":[{"c":1,"\\u0063":2}]}}]', 'duplicate_key', ''],
  ['deep nesting', `${'['.repeat(200)}${']'.repeat(200)}`, 'too_deep', ''],
  ['half a surrogate pair', '[{"name":"\\ud800"}]', 'malformed', ''],
  ['a text', '"tools"', 'not_a_list', ''],
  ['an object without tools', '{"prompts":[]}', 'not_a_list', '/tools'],
  ['inherited tools', '{"__proto__":{"tools":[]}}', 'not_a_list', '/tools'],
  ['an error', '{"jsonrpc":"2.0","id":1,"error":{"code":1}}', 'not_a_list', '/tools'],
  ['an array among tools', '{"tools":[{"name":"a"},[]]}', 'not_a_tool', '/tools/1'],
  ['null among tools', '[null]', 'not_a_tool', '/0'],
  ['a tool without a name', '[{"title":"a"}]', 'no_name', '/0/name'],
  ['a number for a name', '{"result":{"tools":[{"name":1}]}}', 'no_name', '/result/tools/0/name'],
])('refuses %s [TL-09]', (_case, text, problem, path) => {
  expect(parseToolList(text)).toEqual({ ok: false, problem, path })
})

it('reads what servers write, from text and from bytes', () => {
  fc.assert(
    fc.property(anyTools, (tools) => {
      const text = JSON.stringify({ tools })
      expect(parseToolList(text)).toEqual({ ok: true, tools })
      expect(parseToolList(new TextEncoder().encode(text))).toEqual({ ok: true, tools })
    }),
  )
})
