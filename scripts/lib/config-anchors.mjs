import ts from 'typescript'

/**
 * Where an anchor is put together from what the function is given. Each entry says what comes out; a new place like
 * these is a problem until it is listed here.
 */
const COMPUTED = {
  'packages/core/src/foundation/options.ts': [],
  'packages/core/src/foundation/scope-syntax.ts': ['operations', 'scopes', 'resources'],
  'packages/core/src/policy/addresses/rules.ts': [
    'addressRules.allowPrivate',
    'createOutbound.allowPrivate',
    'guardedFetch.allowPrivate',
    'pinnedFetch.allowPrivate',
  ],
  'packages/guards/src/options.ts': ['confine', 'readOnlySql', 'createCommand', 'createSchemaCompiler', 'redactor'],
  'packages/core/src/host/sdk/sdk-server.ts': ['confirmSensitive', 'enforceLock', 'guardResults'],
  'packages/core/src/policy/uris/resource.ts': ['resource', 'resources'],
  'packages/core/src/compositions/upstream/options.ts': ['oidcUpstream.metadata.token_endpoint'],
  'packages/core/src/sallyport/issuer-options.ts': [
    'trustedIssuers',
    'authorizationServer.unsafelyAcceptUpstreamTokens',
  ],
  'packages/core/src/policy/uris/issuer.ts': ['authorizationServer.issuer', 'issuer'],
}

/** Who parses a schema, where the caller says so. */
const OWNERS = {
  'packages/core/src/host/sdk/enforce-lock/options.ts Options': ['enforceLock'],
  'packages/core/src/host/sdk/enforce-lock/options.ts ClientOptions': ['guardClient', 'lockTransport'],
}

const walk = (node, visit) => {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

const isNamed = (name) => (property) => property.name?.getText() === name

function valueOf(property) {
  return ts.isShorthandPropertyAssignment(property) ? property.name : property.initializer
}

/** The function around a node that has a parameter of this name, with the parameter's place. */
function parameterOf(node, name) {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    const place = ts.isFunctionLike(at) ? at.parameters.findIndex((parameter) => parameter.name.getText() === name) : -1
    if (place >= 0) return { called: (at.name ?? at.parent.name)?.getText(), place }
  }
  return undefined
}

/** Every text that an expression can have; `undefined` when that cannot be told from this file. */
function textsOf(expression) {
  if (ts.isStringLiteralLike(expression)) return [expression.text]
  if (ts.isTemplateExpression(expression) && expression.templateSpans.length === 1) {
    const [span] = expression.templateSpans
    const inner = textsOf(span.expression)
    return inner?.map((text) => expression.head.text + text + span.literal.text)
  }
  if (!ts.isIdentifier(expression)) return undefined
  const parameter = parameterOf(expression, expression.text)
  if (parameter === undefined) return loopedOver(expression)
  const given = []
  walk(expression.getSourceFile(), (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === parameter.called) {
      given.push(textsOf(node.arguments[parameter.place]))
    }
  })
  return given.length > 0 && !given.includes(undefined) ? given.flat() : undefined
}

/** `for (const name of ['a', 'b'] as const)`. */
function loopedOver(identifier) {
  for (let at = identifier.parent; at !== undefined; at = at.parent) {
    if (!ts.isForOfStatement(at) || at.initializer.declarations?.[0]?.name.getText() !== identifier.text) continue
    const list = ts.isAsExpression(at.expression) ? at.expression.expression : at.expression
    return ts.isArrayLiteralExpression(list) ? list.elements.flatMap((element) => textsOf(element)) : undefined
  }
  return undefined
}

/**
 * The anchors of all `new ConfigError({ … })` of a file, as written: `ConfigError` makes them lower-case.
 *
 * @returns `{ anchors, problems }`
 */
export function configAnchors(path, code) {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true)
  const anchors = []
  const problems = []
  walk(source, (node) => {
    if (!ts.isNewExpression(node) || node.expression.getText() !== 'ConfigError') return
    const details = node.arguments[0]
    const property = details.properties?.find(isNamed('anchor')) ?? details.properties?.find(isNamed('option'))
    const found = property && textsOf(valueOf(property))
    if (found !== undefined) anchors.push(...found)
    else if (path in COMPUTED) anchors.push(...COMPUTED[path])
    else problems.push(`${path}: it cannot be told which anchor ${details.getText().split('\n')[0]} … has`)
  })
  return { anchors, problems }
}

/** What a variable of this file is declared to be. */
function declared(source, name) {
  let found
  walk(source, (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) found = node.initializer
  })
  return found
}

/** The names in `{ … }`, or in a variable that holds one; those that are spread into it, too. */
function namesIn(source, object) {
  if (ts.isIdentifier(object)) return namesIn(source, declared(source, object.text))
  return (object.properties ?? []).flatMap((property) =>
    ts.isSpreadAssignment(property) ? namesIn(source, property.expression) : [property.name.getText()],
  )
}

/** The members of a schema made by `z.strictObject({ … })`; none for other schemas. */
function membersOf(source, name) {
  const schema = declared(source, name)
  if (schema === undefined || !/^z\.strictObject\b/.test(schema.getText())) return []
  return namesIn(source, schema.arguments[0])
}

/**
 * What `parseOptions(owner, schema, …)` of a file can name: the owner, and each member of the schema below it.
 *
 * @param sourceOf takes a path relative to the file and gives the text of that file
 */
export function parsedAnchors(path, code, sourceOf) {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true)
  const anchors = []
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'parseOptions') return
    const [owner, schema] = node.arguments
    const owners = ts.isStringLiteralLike(owner) ? [owner.text] : OWNERS[`${path} ${schema.getText()}`]
    if (owners === undefined) throw new Error(`${path}: list who parses ${schema.getText()} in OWNERS`)
    const imported = source.statements.find((statement) => {
      const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined
      return bindings !== undefined && bindings.elements?.some(isNamed(schema.getText()))
    })
    const home = imported?.moduleSpecifier.text
    const schemaSource =
      home === undefined
        ? source
        : ts.createSourceFile(home, sourceOf(home.replace(/\.js$/, '.ts')), ts.ScriptTarget.ES2022, true)
    const members = membersOf(schemaSource, schema.getText())
    for (const name of owners) anchors.push(name, ...members.map((member) => `${name}.${member}`))
  })
  return anchors
}
