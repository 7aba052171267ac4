import { RpcError } from '../../errors/index.js'
import type { CompileSchema } from './json-schema.js'
import type { InputProblem } from './types.js'

/** What of a tool's definition decides about its arguments. */
export interface ToolWithSchema {
  readonly name: string
  readonly inputSchema: unknown
}

/** A tool result that tells the model what to send instead. */
export interface ArgumentRefusal {
  readonly isError: true
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }]
}

function describe(problems: readonly InputProblem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n')
}

/**
 * Checks arguments against the tool's own definition, for servers and proxies that handle `tools/call` themselves: the
 * low-level `Server` of the SDKs checks nothing. Schemas are compiled here, so one that cannot be used stops the start.
 *
 * @param tools of `tools/list`
 * @returns `undefined` when the handler may run, else the result to answer with (SEP-1303: the model can correct itself)
 * @throws {RpcError} from the check: -32602 for a tool that is not there, or arguments that are no object
 * @see TL-01, F-55
 * @example
 * ```ts
 * import { checkArguments } from '@sallyport/core/inputs'
 * import { compileWithSdk } from '@sallyport/core/inputs'
 * import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
 *
 * const tools = [{ name: 'add', inputSchema: { type: 'object', required: ['text'] } }]
 * const check = checkArguments(tools, compileWithSdk(new AjvJsonSchemaValidator()))
 * console.log(check('add', {})?.isError) // true
 * ```
 */
export function checkArguments(
  tools: readonly ToolWithSchema[],
  compileSchema: CompileSchema,
): (name: string, args: unknown) => ArgumentRefusal | undefined {
  const validators = new Map(tools.map(({ name, inputSchema }) => [name, compileSchema(inputSchema)]))
  return (name, args) => {
    const validate = validators.get(name)
    if (validate === undefined) throw new RpcError(-32602, 'Unknown tool')
    const value = args ?? {}
    if (typeof value !== 'object' || Array.isArray(value)) throw new RpcError(-32602, 'Invalid params')
    const result = validate(value)
    if (result.ok) return undefined
    return { isError: true, content: [{ type: 'text', text: `Invalid arguments.\n${describe(result.problems)}` }] }
  }
}
