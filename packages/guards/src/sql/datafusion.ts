import { parseInThread } from './parser-thread.js'
import { unfinished, type Policy, type Scope } from './policy.js'
import { refuseSql } from './refusals.js'
import { assertOnly, isNode, isNothing, walk, wordOf, type Grammar, type Handler, type Node } from './walk.js'

const words = (text: string): string[] => text.trim().split(/\s+/)

const OPERATORS = new Set(
  words(`Plus Minus Multiply Divide Modulo StringConcat Gt Lt GtEq LtEq Spaceship Eq NotEq And Or Xor BitwiseOr BitwiseAnd
    BitwiseXor MyIntegerDivide Match Regexp Arrow LongArrow Not BitwiseNot PGBitwiseNot PGBitwiseShiftLeft
    PGBitwiseShiftRight`),
)

/** Read without parentheses, and not as columns. */
const SPECIAL_NAMES = /^(?:current_user|session_user|system_user|user|current_role|current_schema|current_catalog)$/i

/** The name in an identifier. Variables (`@x`, `@@x`) and brackets are refused. */
function nameOf(identifier: unknown): string {
  const node = isNode(identifier) && isNode(identifier['Identifier']) ? identifier['Identifier'] : identifier
  const value = isNode(node) ? node['value'] : undefined
  if (typeof value !== 'string' || value.startsWith('@') || (isNode(node) && node['quote_style'] === '[')) {
    throw refuseSql('sql_construct')
  }
  return value
}

/** Results of `WITH`. SQLite takes one for recursive that reads itself, with or without the word. */
function withClause(clause: unknown, policy: Policy, outer: Scope, recur: Parameters<Handler>[3]): Scope {
  if (!isNode(clause)) return outer
  const isRecursive = clause['recursive'] === true
  if (isRecursive && !policy.recursive) throw refuseSql('sql_recursive')
  const scope = new Set(outer)
  for (const cte of clause['cte_tables'] as readonly Node[]) {
    assertOnly(cte, words('alias query materialized closing_paren_token'))
    const name = policy.fold(nameOf((cte['alias'] as Node | undefined)?.['name']))
    const own = policy.recursive && (isRecursive || policy.dialect === 'sqlite') ? name : unfinished(name)
    recur({ query: cte['query'] }, new Set([...scope, own]))
    scope.add(name)
  }
  return scope
}

const query: Handler = (node, policy, outer, recur) => {
  assertOnly(node, words('with body order_by limit_clause locks'))
  if (!isNothing(node['locks']) && !policy.locks) throw refuseSql('sql_lock')
  const scope = withClause(node['with'], policy, outer, recur)
  for (const part of ['body', 'order_by', 'limit_clause']) {
    if (!isNothing(node[part])) recur({ [part]: node[part] }, scope)
  }
}

const handlers: Readonly<Record<string, Handler>> = {
  Query: query,
  query,
  subquery: query,
  Subquery: query,
  Table(table, policy, scope) {
    // `args` would be a function, and hints and versions are not needed.
    assertOnly(table, words('name alias'))
    const parts = Array.isArray(table['name']) ? table['name'].map(nameOf) : []
    policy.table(parts, scope)
  },
  Function(call, policy, scope, recur) {
    assertOnly(call, words('name args filter over null_treatment within_group'))
    const parts = Array.isArray(call['name']) ? call['name'].map(nameOf) : []
    policy.callable(parts.join('.'))
    const { name: _name, null_treatment: _treatment, ...rest } = call
    recur(rest, scope)
  },
  BinaryOp(expression, _policy, scope, recur) {
    if (!OPERATORS.has(wordOf(expression['op']))) throw refuseSql('sql_operator')
    recur([{ expr: expression['left'] }, { expr: expression['right'] }], scope)
  },
  UnaryOp(expression, _policy, scope, recur) {
    if (!OPERATORS.has(wordOf(expression['op']))) throw refuseSql('sql_operator')
    recur({ expr: expression['expr'] }, scope)
  },
  Identifier(identifier) {
    if (SPECIAL_NAMES.test(nameOf(identifier)) && isNothing(identifier['quote_style'])) throw refuseSql('sql_function')
  },
  Value({ value }, policy) {
    if (value === 'Null') return
    const [kind = ''] = isNode(value) ? Object.keys(value) : []
    if (kind === 'Placeholder') {
      const digits = /^\?(\d+)$/.exec(wordOf((value as Node)[kind]))?.[1]
      policy.parameter(digits === undefined ? undefined : Number(digits))
    } else if (kind === 'Number' || kind === 'Boolean') policy.literal('number')
    else if (kind === 'SingleQuotedString' || kind === 'HexStringLiteral') policy.literal('text')
    else throw refuseSql('sql_construct')
  },
  Separator: (_text, policy) => policy.literal('text'),
  escape_char: (_text, policy) => policy.literal('text'),
  data_type: () => undefined,
}

const grammar: Grammar = {
  handlers: new Map(Object.entries(handlers)),
  through: new Set(
    words(`body Select SetOperation left right op set_quantifier Values rows content explicit_row value_keyword projection
      UnnamedExpr ExprWithAlias expr alias value quote_style explicit columns name Wildcard QualifiedWildcard ObjectName
      distinct from relation joins join_operator global Join Inner Left LeftOuter Right RightOuter FullOuter CrossJoin On
      Using Natural Derived lateral selection group_by Expressions having named_window flavor order_by kind options asc
      nulls_first limit_clause LimitOffset OffsetCommaLimit limit offset CompoundIdentifier IsNull IsNotNull IsTrue IsFalse
      IsNotTrue IsNotFalse IsDistinctFrom IsNotDistinctFrom InList list negated InSubquery Between low high Like RLike
      regexp pattern any Cast Extract field syntax Ceil Floor Position in Substring substring_from substring_for shorthand
      special Trim trim_where trim_what Collate collation Nested Case operand conditions condition result else_result
      Exists Tuple Interval leading_field MatchAgainst match_value opt_search_modifier array List args Unnamed Expr
      duplicate_treatment clauses OrderBy over WindowSpec NamedWindow window_name partition_by window_frame units
      start_bound end_bound Preceding Following filter within_group DateTime data_type`),
  ),
  refusal: (key) => (/^(?:into|Insert|Update|Delete|Merge)$/.test(key) ? refuseSql('sql_not_read_only') : undefined),
}

/** Judges a statement by the grammar of Apache DataFusion for this dialect. */
export async function judgeWithDataFusion(text: string, policy: Policy): Promise<void> {
  const statements: unknown = await parseInThread(text, policy.dialect === 'sqlite' ? 'sqlite' : 'mysql')
  if (!Array.isArray(statements) || statements.length !== 1) throw refuseSql('sql_statements')
  const [only] = statements as readonly unknown[]
  if (!isNode(only) || !('Query' in only)) throw refuseSql('sql_not_read_only')
  walk(withoutPlaces(only), grammar, policy)
}

/** Where a token stood says nothing about what it is. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces)
  if (!isNode(value)) return value
  const kept = Object.entries(value).filter(([key]) => !/^(?:span|value_span)$|_token$/.test(key))
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutPlaces(member)]))
}
