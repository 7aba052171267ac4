import { dirname, join } from 'node:path'
import ts from 'typescript'
import { root } from './workspace.mjs'

const DOCSTRING = /\/\*\*[\s\S]*?\*\//g
const EXAMPLE = /^ *@example\b([\s\S]*?)(?=^ *@\w|$(?![\s\S]))/gm
const FENCE = /```ts\n([\s\S]*?)```/g

/** The examples of a source file: `{ path, line, code }`, line counted where the docstring starts. */
export function examplesIn(path, source) {
  const examples = []
  const problems = []
  for (const docstring of source.matchAll(DOCSTRING)) {
    const line = source.slice(0, docstring.index).split('\n').length
    const text = docstring[0].replace(/^\/\*\*|\*\/$/g, '').replaceAll(/^[ \t]*\* ?/gm, '')
    for (const [, body] of text.matchAll(EXAMPLE)) {
      const fences = [...body.matchAll(FENCE)].map((match) => match[1])
      if (fences.length === 0) problems.push(`${path}:${line}: an @example without a \`\`\`ts fence`)
      examples.push(...fences.map((code) => ({ path, line, code })))
    }
  }
  return { examples, problems }
}

/** Compiles each example as a module of its own beside its source: imports resolve as for the package's users. */
export function compileExamples(examples) {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    { noUnusedLocals: false, noUnusedParameters: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )
  const virtual = new Map(
    examples.map((example, n) => [join(root, dirname(example.path), `__example-${n}.ts`), example]),
  )
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  host.fileExists = (path) => virtual.has(path) || fileExists(path)
  host.readFile = (path) => virtual.get(path)?.code ?? readFile(path)
  const program = ts.createProgram([...virtual.keys()], options, host)
  return [...virtual].flatMap(([file, example]) => {
    const parsed = program.getSourceFile(file)
    const diagnostics = [...program.getSyntacticDiagnostics(parsed), ...program.getSemanticDiagnostics(parsed)]
    return diagnostics.map(({ messageText }) => {
      return `${example.path}:${example.line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  })
}
