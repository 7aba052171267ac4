import ts from 'typescript'

/** Functions whose texts are reasons. */
const MAKERS =
  /^(refuse|refused|refusal|refuseChange|credentials.missing|refuseToken|upstreamFailure|outboundFailure|outage|noTarget|reason\w*|[a-z]*[rR]easonOf|claimName|access\.refused|record)$/

/** Their words become reasons elsewhere, behind a prefix. */
const PREFIXED = /foundation\/(forms|json)\.ts$|policy\/transport\/message\.ts$|policy\/uris\/redirect\.ts$/

const WORD = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/
const SKELETON = /^[a-z0-9_]*\*[a-z0-9_*]*$/

/** The texts of an expression, `*` for what is filled in: both branches of a condition, no others. */
function textsOf(node) {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('')]
  }
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)]
  return []
}

const nameOf = (node) => node.name?.getText() ?? ''

function isReason(node) {
  return (
    (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) &&
    nameOf(node) === 'reason'
  )
}

/** What a node says about reasons: initializers, arguments of makers, and what `reasonOf` and its like return. */
function reasonsAt(node, path) {
  if (isReason(node) && node.initializer) return textsOf(node.initializer)
  if (ts.isPropertyAssignment(node) && nameOf(node) === 'problem' && path.includes('services/flows/')) {
    return textsOf(node.initializer)
  }
  if (ts.isCallExpression(node) && MAKERS.test(node.expression.getText())) return node.arguments.flatMap(textsOf)
  // Who is turned away, how, and why.
  if (ts.isCallExpression(node) && node.expression.getText() === 'turnAway')
    return node.arguments.slice(2).flatMap(textsOf)
  if (ts.isReturnStatement(node) && node.expression) {
    const owner = ts.findAncestor(node, ts.isFunctionDeclaration)
    return owner && /^reason(Of|For)$/.test(nameOf(owner)) ? textsOf(node.expression) : []
  }
  return []
}

/** A `refuse` that makes a ConfigError takes the name of an option; one that refuses a request takes a status. */
function isAboutOption(node) {
  return ts.isCallExpression(node) && node.expression.getText() === 'refuse' && !ts.isNumericLiteral(node.arguments[0])
}

/** Private reasons in a source file: whole words, and skeletons such as `token_*_missing`. */
export function reasonsIn(path, code) {
  if (PREFIXED.test(path)) return []
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true)
  const mayBeOption = /\bnew ConfigError\b/.test(code)
  const found = []
  const visit = (node) => {
    if (mayBeOption && isAboutOption(node)) return
    found.push(...reasonsAt(node, path).filter((text) => WORD.test(text) || SKELETON.test(text)))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...new Set(found)]
}

/** The texts of a union of literal types, or the member names of an interface. */
export function membersOfType(code, name) {
  const source = ts.createSourceFile('types.ts', code, ts.ScriptTarget.ES2022, true)
  const declaration = source.statements.find((statement) => statement.name?.getText() === name)
  if (ts.isInterfaceDeclaration(declaration)) {
    return declaration.members.map((member) => member.name.text)
  }
  return declaration.type.types.map(({ literal }) => literal.text ?? literal.getText())
}
