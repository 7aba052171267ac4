/**
 * Keeps code in documents true. Marked fences of README.md and docs are copies of type-checked files; `@example`
 * blocks of docstrings are compiled. `--check` writes nothing and fails where a document is out of step.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileExamples, examplesIn } from './lib/doc-examples.mjs'
import { fillSnippets } from './lib/snippets.mjs'
import { filesBelow, root, publishedPackages } from './lib/workspace.mjs'

const read = (path) => readFileSync(join(root, path), 'utf8')

function checkDocuments(check) {
  const complaints = []
  const documents = [
    'README.md',
    ...filesBelow('docs', /\.md$/),
    ...publishedPackages().map(({ path }) => `${path}/README.md`),
  ]
  for (const path of documents.filter((path) => filesBelow(join(path, '..'), /\.md$/).includes(path))) {
    const before = read(path)
    const { text, problems } = fillSnippets(before, read)
    complaints.push(...problems.map((problem) => `${path}: ${problem}`))
    if (text === before) continue
    if (check) complaints.push(`${path} is out of step with its snippets: run node scripts/docs-snippets.mjs`)
    else writeFileSync(join(root, path), text)
  }
  return complaints
}

function checkExamples() {
  const found = publishedPackages().flatMap(({ path }) =>
    filesBelow(`${path}/src`, /\.ts$/).map((file) => examplesIn(file, read(file))),
  )
  const examples = found.flatMap(({ examples }) => examples)
  console.log(`${examples.length} examples in docstrings`)
  return [...found.flatMap(({ problems }) => problems), ...compileExamples(examples)]
}

const complaints = [...checkDocuments(process.argv.includes('--check')), ...checkExamples()]
for (const complaint of complaints) console.error(complaint)
process.exitCode = complaints.length > 0 ? 1 : 0
