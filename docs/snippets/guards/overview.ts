import { createCommand, integerArgument } from '@sallyport/guards/commands'
import { createSchemaCompiler } from '@sallyport/guards/json-schema'
import { confine } from '@sallyport/guards/paths'
import { redactor } from '@sallyport/guards/redaction'
import { readOnlySql } from '@sallyport/guards/sql'

const files = confine('/srv/notes')
const text = await files.readText('2026/november.md')

const { text: sql, parameters } = await readOnlySql('SELECT title FROM notes WHERE id = $1', {
  dialect: 'postgres',
  tables: ['notes'],
})

const log = createCommand({
  program: '/usr/bin/git',
  args: ['log', { option: '--max-count', from: 'count', rule: integerArgument({ min: 1, max: 50 }) }],
  cwd: '/srv/repository',
})
const { stdout } = await log.run({ count: 5 })

const check = createSchemaCompiler()({ type: 'object', required: ['title'] })
const redact = redactor()
console.log(redact.text(text).value, sql, parameters, stdout, check({}))
