import ts from 'typescript'

const TESTS = new Set(['it', 'test', 'describe'])
const ID = /\[([A-Z]{1,3}-\d+[a-z]?)\]/g

/** `it(…)`, `it.each(…)(…)`, `describe.each(…)(…)`: the name at the root of what is called. */
function rootName(callee) {
  if (ts.isIdentifier(callee)) return callee.text
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return rootName(callee.expression)
  return ts.isTaggedTemplateExpression(callee) ? rootName(callee.tag) : undefined
}

/** Every requirement id in the titles of a test file, once per title that carries it. */
export function idsInTitles(path, code) {
  const ids = []
  const visit = (node) => {
    const title = ts.isCallExpression(node) && TESTS.has(rootName(node.expression)) ? node.arguments[0] : undefined
    if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) {
      ids.push(...new Set([...title.getText().matchAll(ID)].map((match) => match[1])))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true))
  return ids
}
