import { memo } from '../../../foundation/index.js'
import type { PlainHandlers } from '../enforce-lock/handlers.js'
import { entriesIn, readPages } from '../enforce-lock/lists.js'
import { member, text } from '../messages.js'
import type { SchemaCompiler } from './types.js'

type Validate = ReturnType<SchemaCompiler['compileSchema']>

/** Knows what the tools of one server declare about their results. */
export interface OutputSchemas {
  /** @throws when the server's definitions cannot be read, or the schema is none */
  conforms(tool: string, result: object, context: object): Promise<boolean>
  /** Tools have changed. */
  forget(): void
}

const MAX_SCHEMAS = 512

const compilers = new WeakMap<SchemaCompiler, (schema: string) => Validate>()

/** Servers come and go with requests; their schemas are compiled once. */
function compilerOf(port: SchemaCompiler): (schema: string) => Validate {
  const known = compilers.get(port) ?? memo(MAX_SCHEMAS, (schema) => port.compileSchema(JSON.parse(schema)))
  compilers.set(port, known)
  return known
}

export function createOutputSchemas(port: SchemaCompiler, handlers: PlainHandlers): OutputSchemas {
  const compile = compilerOf(port)
  let known = new Map<string, string | undefined>()

  async function read(context: object): Promise<void> {
    const handler = handlers.get('tools/list')
    if (handler === undefined) return
    const method = 'tools/list'
    const pages = await readPages('tools', (cursor) =>
      handler({ jsonrpc: '2.0', id: 0, method, params: cursor === undefined ? {} : { cursor } }, context),
    )
    const found = new Map<string, string | undefined>()
    for (const tool of pages.flatMap((page) => entriesIn('tools', page))) {
      const schema = member(tool, 'outputSchema')
      found.set(text(tool, 'name') ?? '', schema === undefined ? undefined : JSON.stringify(schema))
    }
    known = new Map([...known, ...found])
  }

  return {
    async conforms(tool, result, context) {
      if (!known.has(tool)) await read(context)
      const schema = known.get(tool)
      if (schema === undefined) return true
      const value = member(result, 'structuredContent')
      return value !== undefined && compile(schema)(value) === true
    },
    forget: () => known.clear(),
  }
}
