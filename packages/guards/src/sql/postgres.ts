import { loadModule, parseSync } from 'libpg-query'
import type { Policy, Scope } from './policy.js'
import { refuseSql } from './refusals.js'
import { assertOnly, isNode, isNothing, walk, wordOf, type Grammar, type Handler, type Node } from './walk.js'

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Built-in types whose input functions only read their text. `regclass` and its like look names up. */
const TYPES = new Set(
  words(`text varchar bpchar char int2 int4 int8 numeric float4 float8 bool date time timetz timestamp timestamptz
    interval uuid json jsonb bytea bit varbit inet cidr tsvector tsquery`),
)

const OPERATORS = new Set(
  words(`= <> != < > <= >= + - * / % ^ || ~~ !~~ ~~* !~~* ~ ~* !~ !~* -> ->> #> #>> @> <@ ? ?| ?& && @@ & | #
    BETWEEN`).concat(['NOT BETWEEN', 'BETWEEN SYMMETRIC', 'NOT BETWEEN SYMMETRIC']),
)

/** Not `CURRENT_USER`, `CURRENT_ROLE`, `CURRENT_CATALOG`, `CURRENT_SCHEMA`. */
const VALUE_FUNCTIONS = /^SVFOP_(?:CURRENT_DATE|CURRENT_TIME|CURRENT_TIMESTAMP|LOCALTIME|LOCALTIMESTAMP)(?:_N)?$/

/** Names of a list of `String` nodes; `undefined` for anything else in it. */
function namesOf(list: unknown): string[] | undefined {
  if (!Array.isArray(list)) return undefined
  const names = list.map((one: unknown) => (isNode(one) && isNode(one['String']) ? one['String']['sval'] : undefined))
  return names.every((name) => typeof name === 'string') ? names : undefined
}

/** A name of `pg_catalog`, with or without saying so. */
function builtInName(list: unknown): string | undefined {
  const names = namesOf(list)
  return names?.length === 2 && names[0] === 'pg_catalog' ? names[1] : names?.length === 1 ? names[0] : undefined
}

function assertOperator(list: unknown): void {
  const names = namesOf(list) ?? []
  // `OPERATOR(schema.+)` could be anybody's.
  if (names.length !== 1 || !OPERATORS.has(names[0] ?? '')) throw refuseSql('sql_operator')
}

const SELECT_MEMBERS = words(`distinctClause targetList fromClause whereClause groupClause groupDistinct havingClause
  windowClause valuesLists sortClause limitOffset limitCount limitOption op all larg rarg withClause lockingClause`)
const SELECT_PARTS = words(`distinctClause targetList fromClause whereClause groupClause havingClause windowClause
  valuesLists sortClause limitOffset limitCount`)

/** Results of `WITH`, visible to what follows: a data-modifying one is no `SelectStmt` and refused below. */
function withClause(clause: unknown, policy: Policy, outer: Scope, recur: Parameters<Handler>[3]): Scope {
  if (!isNode(clause)) return outer
  const isRecursive = clause['recursive'] === true
  if (isRecursive && !policy.recursive) throw refuseSql('sql_recursive')
  const scope = new Set(outer)
  for (const one of clause['ctes'] as readonly Node[]) {
    const cte = one['CommonTableExpr']
    if (!isNode(cte) || typeof cte['ctename'] !== 'string') throw refuseSql('sql_construct')
    assertOnly(cte, words('ctename aliascolnames ctematerialized ctequery location'))
    recur(cte['ctequery'], isRecursive ? new Set([...scope, cte['ctename']]) : scope)
    scope.add(cte['ctename'])
  }
  return scope
}

const handlers: Readonly<Record<string, Handler>> = {
  SelectStmt(select, policy, outer, recur) {
    if (!isNothing(select['intoClause'])) throw refuseSql('sql_not_read_only')
    assertOnly(select, SELECT_MEMBERS)
    if (!isNothing(select['lockingClause']) && !policy.locks) throw refuseSql('sql_lock')
    const scope = withClause(select['withClause'], policy, outer, recur)
    for (const side of ['larg', 'rarg']) if (isNode(select[side])) recur({ SelectStmt: select[side] }, scope)
    for (const part of SELECT_PARTS) if (!isNothing(select[part])) recur(select[part], scope)
  },
  RangeVar(table, policy, scope) {
    assertOnly(table, words('schemaname relname inh relpersistence alias location'))
    const { schemaname, relname } = table
    policy.table([...(schemaname === undefined ? [] : [schemaname as string]), relname as string], scope)
  },
  FuncCall(call, policy, scope, recur) {
    policy.callable(builtInName(call['funcname']) ?? (namesOf(call['funcname']) ?? []).join('.'))
    const { funcname: _funcname, ...rest } = call
    recur(rest, scope)
  },
  typeName(type) {
    assertOnly(type, words('names typemod typmods arrayBounds location'))
    const name = builtInName(type['names'])
    if (name === undefined || !TYPES.has(name)) throw refuseSql('sql_type', name)
  },
  A_Expr(expression, _policy, scope, recur) {
    assertOperator(expression['name'])
    const { name: _name, ...rest } = expression
    recur(rest, scope)
  },
  SubLink(link, _policy, scope, recur) {
    if (!isNothing(link['operName'])) assertOperator(link['operName'])
    const { operName: _operName, ...rest } = link
    recur(rest, scope)
  },
  A_Const(constant, policy) {
    if (constant['isnull'] === true) return
    policy.literal('sval' in constant || 'bsval' in constant ? 'text' : 'number')
  },
  ParamRef(parameter, policy) {
    policy.parameter(typeof parameter['number'] === 'number' ? parameter['number'] : undefined)
  },
  A_Indirection({ indirection: steps, ...rest }, _policy, scope, recur) {
    // `(value).name` may call a function of that name: subscripts only.
    const isPlain = Array.isArray(steps) && steps.every((step) => isNode(step) && 'A_Indices' in step)
    if (!isPlain) throw refuseSql('sql_construct')
    recur([rest, steps], scope)
  },
  SQLValueFunction(call) {
    if (!VALUE_FUNCTIONS.test(wordOf(call['op']))) throw refuseSql('sql_function')
  },
}

const grammar: Grammar = {
  handlers: new Map(Object.entries(handlers)),
  through: new Set(
    words(`ResTarget name val ColumnRef fields String sval A_Star BoolExpr boolop args NullTest nulltesttype arg BooleanTest
      booltesttype CaseExpr defresult casetype CaseWhen expr result CoalesceExpr MinMaxExpr op subLinkType testexpr
      subselect agg_order agg_filter agg_within_group agg_star agg_distinct func_variadic funcformat over TypeCast SortBy
      node sortby_dir sortby_nulls WindowDef refname partitionClause orderClause frameOptions startOffset endOffset
      alias Alias aliasname colnames JoinExpr jointype isNatural larg rarg usingClause quals rtindex join_using_alias
      RangeSubselect lateral subquery RangeFunction ordinality functions is_rowsfrom List items GroupingSet kind content
      GroupingFunc A_ArrayExpr elements list_start list_end A_Indices is_slice lidx uidx RowExpr
      row_format CollateClause collname lexpr rexpr rexpr_list_start rexpr_list_end location`),
  ),
  refusal: (key) => (/^(?:Insert|Update|Delete|Merge)Stmt$/.test(key) ? refuseSql('sql_not_read_only') : undefined),
}

/** Judges a statement by the grammar of PostgreSQL itself. */
export async function judgePostgres(text: string, policy: Policy): Promise<void> {
  await loadModule()
  let statements: readonly { readonly stmt?: unknown }[]
  try {
    statements = (parseSync(text) as { readonly stmts?: typeof statements }).stmts ?? []
  } catch {
    throw refuseSql('sql_syntax')
  }
  const [only] = statements
  if (statements.length !== 1 || !isNode(only?.stmt)) throw refuseSql('sql_statements')
  if (!('SelectStmt' in only.stmt)) throw refuseSql('sql_not_read_only')
  walk(only.stmt, grammar, policy)
}
