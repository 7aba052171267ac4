import type { InputProblem } from './types.js'

/** What a validator says of a value. */
export type SchemaCheck = { readonly ok: true } | { readonly ok: false; readonly problems: readonly InputProblem[] }

/**
 * The port to a JSON Schema validator: takes a schema once, and throws when it cannot or must not be used, for example
 * because it refers to the network. `@sallyport/guards/json-schema` implements it without generating code.
 */
export type CompileSchema = (schema: unknown) => (value: unknown) => SchemaCheck

/** A validator of the MCP SDKs: `validation/*` of v1, `jsonSchemaValidator` of v2. Structural. */
export interface SdkSchemaValidator {
  getValidator(
    schema: never,
  ): (value: unknown) => { readonly valid: boolean; readonly errorMessage?: string | undefined }
}

/**
 * Makes the port from a validator of the MCP SDK, with the limits of that one: Ajv generates code, neither bounds the
 * time of a pattern. Their messages may hold values, so they are not passed on.
 *
 * @see F-55, TL-14
 * @example
 * ```ts
 * import { compileWithSdk } from '@sallyport/core/inputs'
 * import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
 *
 * const compileSchema = compileWithSdk(new AjvJsonSchemaValidator())
 * console.log(compileSchema({ type: 'object' })('text').ok) // false
 * ```
 */
export function compileWithSdk(validator: SdkSchemaValidator): CompileSchema {
  return (schema) => {
    const validate = validator.getValidator(schema as never)
    return (value) =>
      validate(value).valid
        ? { ok: true }
        : { ok: false, problems: [{ path: '', message: 'The value does not match its schema.' }] }
  }
}
