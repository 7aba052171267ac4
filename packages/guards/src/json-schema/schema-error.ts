import { InputError } from '@sallyport/core/errors'

/** A schema that cannot or must not be used. */
export type SchemaError = InputError

/** Makes the error of a schema; `place` is a JSON pointer into it. */
export function schemaError(reason: string, place: string, message: string): SchemaError {
  return new InputError('The schema cannot be used.', {
    reason: `schema_${reason}`,
    problems: [{ path: `#${place}`, message }],
  })
}
