import * as z from 'zod/mini'

/** What a form may ask for: flat fields of simple types (MCP elicitation, `requestedSchema`). */
const choices = z.array(z.object({ const: z.string() }))
const Field = z.object({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array']),
  enum: z.optional(z.array(z.string())),
  oneOf: z.optional(choices),
  items: z.optional(z.object({ enum: z.optional(z.array(z.string())), anyOf: z.optional(choices) })),
})
const Form = z.object({
  properties: z._default(z.record(z.string(), Field), {}),
  required: z._default(z.array(z.string()), []),
})
type Field = z.output<typeof Field>

const isOneOf = (value: unknown, allowed: readonly string[] | undefined): boolean =>
  typeof value === 'string' && (allowed === undefined || allowed.includes(value))

function fits(field: Field, value: unknown): boolean {
  switch (field.type) {
    case 'string':
      return isOneOf(value, field.enum ?? field.oneOf?.map((choice) => choice.const))
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
      return typeof value === 'number'
    case 'integer':
      return Number.isSafeInteger(value)
    case 'array': {
      const allowed = field.items?.enum ?? field.items?.anyOf?.map((choice) => choice.const)
      return Array.isArray(value) && value.every((item) => isOneOf(item, allowed))
    }
  }
}

/**
 * The fields of a form that were asked for, without any others.
 *
 * @returns `undefined` when a required field is missing, a field has the wrong type, or the schema is no form
 */
export function fitsForm(
  requestedSchema: unknown,
  content: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const { data: form } = Form.safeParse(requestedSchema)
  if (form === undefined || form.required.some((name) => !Object.hasOwn(content, name))) return undefined
  const given = Object.entries(form.properties).filter(([name]) => Object.hasOwn(content, name))
  if (!given.every(([name, field]) => fits(field, content[name]))) return undefined
  return Object.fromEntries(given.map(([name]) => [name, content[name]]))
}
