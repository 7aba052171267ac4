import ts from 'typescript'

const BLOCK =
  /(<!-- options: (?<path>[^\s#]+)#(?<name>\w+)(?: below (?<prefix>\S+))?(?: of (?<owner>\w+))?(?<partial> in part)? -->\n)[\s\S]*?(<!-- end of options -->)/g

/** The anchor of an option, as `ConfigError` makes it. */
export const anchorOf = (option) => option.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

const parse = (path, code) => ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true)

function declarationOf(source, name) {
  return source.statements.find((statement) => {
    if (ts.isInterfaceDeclaration(statement)) return statement.name.text === name
    return ts.isVariableStatement(statement) && statement.declarationList.declarations[0]?.name.getText() === name
  })
}

/** A docstring without its stars and tags, on one line. */
function textOf(member) {
  const [comment] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc)
  const text = ts.getTextOfJSDocComment(comment?.comment) ?? ''
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\{@link (?:\w+\.)?(\w+)\}/g, '`$1`')
    .trim()
}

/** Sentences that begin with "Default" belong to the column of that name. */
function splitDefault(text) {
  const sentences = text.split(/(?<=\.)\s+(?=[A-Z`])/)
  const isDefault = (sentence) => /^Default\b/.test(sentence)
  const value = sentences
    .filter(isDefault)
    .map((sentence) => sentence.replace(/^Default:? /, '').replace(/\.$/, ''))
    .join('; ')
  return { value, meaning: sentences.filter((sentence) => !isDefault(sentence)).join(' ') }
}

const cell = (text) => text.replaceAll('|', '\\|')

function typeOf({ type }) {
  const text = (type?.getText() ?? '').replaceAll(/\s+/g, ' ').replaceAll(/\breadonly /g, '')
  return text.replace(/^Readonly<(.*)>$/, '$1').replace(/ \| undefined$/, '')
}

function optionRow(member, { prefixes, partial }) {
  const name = member.name.getText()
  const { value, meaning } = splitDefault(textOf(member))
  const anchors = prefixes.map((prefix) => `<a id="${anchorOf([prefix, name].filter(Boolean).join('.'))}"></a>`)
  const otherwise = member.questionToken === undefined && !partial ? '**required**' : 'none'
  return `| ${anchors.join('')}\`${name}\` | \`${cell(typeOf(member))}\` | ${cell(value || otherwise)} | ${cell(meaning)} |`
}

function interfaceTable(declaration, options) {
  return [
    '| option | type | default | meaning |',
    '| --- | --- | --- | --- |',
    ...declaration.members.map((member) => optionRow(member, options)),
  ]
}

function objectOf(node) {
  if (ts.isObjectLiteralExpression(node)) return node
  return ts.isCallExpression(node) && node.arguments[0] ? objectOf(node.arguments[0]) : undefined
}

/** Texts with their defaults: an object of strings, or of objects of strings. */
function textTable(declaration) {
  const { initializer } = declaration.declarationList.declarations[0]
  const rows = (node, prefix) =>
    node.properties.flatMap((property) => {
      const key = prefix + property.name.getText()
      if (ts.isObjectLiteralExpression(property.initializer)) return rows(property.initializer, `${key}.`)
      return [`| \`${key}\` | ${cell(property.initializer.text)} |`]
    })
  return ['| text | default |', '| --- | --- |', ...rows(objectOf(initializer), '')]
}

/**
 * Fills every `<!-- options: path#Interface below prefix of owner in part -->` … `<!-- end of options -->` from its source: the
 * members of an interface with their docstrings, or the entries of an object of texts.
 *
 * @param read takes a path and gives the text of the file
 */
export function fillOptions(document, read) {
  const problems = []
  const text = document.replaceAll(BLOCK, (whole, mark, ...rest) => {
    const { path, name, prefix, owner, partial } = rest.at(-1)
    const declaration = declarationOf(parse(path, read(path)), name)
    if (declaration === undefined) {
      problems.push(`there is no ${name} in ${path}`)
      return whole
    }
    const lines = ts.isInterfaceDeclaration(declaration)
      ? interfaceTable(declaration, { prefixes: [prefix ?? '', ...(owner === undefined ? [] : [owner])], partial })
      : textTable(declaration)
    return `${mark}\n${lines.join('\n')}\n\n<!-- end of options -->`
  })
  return { text, problems }
}
