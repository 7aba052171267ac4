import { describe, expect, it } from 'vitest'
import { createSchemaCompiler } from '../../src/json-schema/index.js'
import { documentOf, groupsOf, type Draft, type Group } from './suite.js'

const compileSchema = createSchemaCompiler()

const DIALECT = 'its $schema is of nobody we know, so it is refused (schema_dialect)'
const OTHER_DRAFT = 'it refers to a document of another draft, so it is refused (schema_remote_ref)'
const ANNOTATION = 'formats and contents are annotations'

/** Groups that we answer otherwise, by the reason. Only those in `optional/` and `vocabulary` are among them. */
const EXCEPTIONS: Record<Draft, Readonly<Record<string, string>>> = {
  draft7: {
    'optional/content: validation of string-encoded content based on media type': ANNOTATION,
    'optional/content: validation of binary string-encoding': ANNOTATION,
    'optional/content: validation of binary-encoded media type documents': ANNOTATION,
    'optional/cross-draft: refs to future drafts are processed as future drafts': OTHER_DRAFT,
  },
  'draft2020-12': {
    'vocabulary: schema that uses custom metaschema with with no validation vocabulary': DIALECT,
    'vocabulary: ignore unrecognized optional vocabulary': DIALECT,
    'optional/cross-draft: refs to historic drafts are processed as historic drafts': OTHER_DRAFT,
    'optional/ecmascript-regex: \\a is not an ECMA 262 control escape': ANNOTATION,
    'optional/format-assertion: schema that uses custom metaschema with format-assertion: false': DIALECT,
    'optional/format-assertion: schema that uses custom metaschema with format-assertion: true': DIALECT,
  },
}

const nameOf = ({ file, description }: Group) => `${file}: ${description}`

/** The tests of a group that are not answered as the suite has it. */
function wrongIn(draft: Draft, { schema, tests }: Group): readonly string[] {
  let check: ReturnType<typeof compileSchema> | undefined
  try {
    check = compileSchema(documentOf(draft, schema))
  } catch {
    check = undefined
  }
  return tests.filter(({ data, valid }) => check?.(data).ok !== valid).map(({ description }) => description)
}

describe.each<Draft>(['draft7', 'draft2020-12'])('the JSON Schema Test Suite, %s', (draft) => {
  const groups = groupsOf(draft)
  const files = [...new Set(groups.map(({ file }) => file))]

  it('is all there', () => {
    const counts = (isOptional: boolean) =>
      groups
        .filter(({ file }) => file.startsWith('optional/') === isOptional)
        .reduce((sum, { tests }) => sum + tests.length, 0)
    expect([counts(false), counts(true)]).toEqual(draft === 'draft7' ? [861, 108] : [1176, 145])
  })

  it.each(files)('agrees on %s [F-55] [TL-14]', (file) => {
    const asked = groups.filter((group) => group.file === file && !(nameOf(group) in EXCEPTIONS[draft]))
    expect(Object.fromEntries(asked.map((group) => [group.description, wrongIn(draft, group)]))).toEqual(
      Object.fromEntries(asked.map(({ description }) => [description, []])),
    )
  })

  it.each(Object.entries(EXCEPTIONS[draft]))('answers %s in its own way: %s [TL-14]', (name, reason) => {
    const group = groups.find((one) => nameOf(one) === name) as Group
    expect(wrongIn(draft, group)).not.toEqual([])
    const compile = () => compileSchema(documentOf(draft, group.schema))
    if (reason === ANNOTATION) compile()
    else expect(compile).toThrow('The schema cannot be used.')
  })
})
