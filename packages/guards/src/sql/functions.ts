import type { SqlDialect } from './types.js'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * Functions that read nothing but their arguments, change nothing, and whose result is not much larger than what goes
 * in: neither `repeat` nor `generate_series`, nothing that waits, sets, locks, loads, or runs text as SQL.
 */
const EVERYWHERE = words(`
  count sum avg min max abs round floor sign mod power sqrt exp ln
  lower upper length trim ltrim rtrim replace substr substring concat coalesce nullif
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
`)

const ALSO: Readonly<Record<SqlDialect, readonly string[]>> = {
  postgres: words(`
    ceil ceiling trunc div log width_bucket greatest least char_length character_length octet_length bit_length
    btrim concat_ws left right split_part strpos position overlay initcap reverse translate ascii chr md5 starts_with
    to_char to_date to_number to_timestamp date_part date_trunc extract age make_date make_interval timezone now
    string_agg array_agg bool_and bool_or every bit_and bit_or stddev stddev_pop stddev_samp variance var_pop var_samp
    corr mode percentile_cont percentile_disc json_agg jsonb_agg json_object_agg jsonb_object_agg to_json to_jsonb
    json_build_object jsonb_build_object json_build_array jsonb_build_array json_array_length jsonb_array_length
    json_extract_path json_extract_path_text jsonb_extract_path jsonb_extract_path_text json_typeof jsonb_typeof
    jsonb_array_elements jsonb_array_elements_text json_array_elements json_array_elements_text
    jsonb_each jsonb_each_text json_each json_each_text jsonb_object_keys json_object_keys
    array_length cardinality unnest array_position array_to_string string_to_array like_escape similar_to_escape
    to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd ts_headline
  `),
  sqlite: words(`
    ceil ceiling log log10 log2 pi sin cos tan total group_concat string_agg ifnull iif instr hex unicode char quote
    typeof current_date current_time current_timestamp date time datetime julianday strftime unixepoch timediff concat_ws octet_length glob like likelihood likely
    unlikely json json_extract json_type json_valid json_array json_array_length json_object json_quote json_group_array
    json_group_object jsonb jsonb_extract bm25 highlight snippet
  `),
  mysql: words(`
    ceil ceiling truncate log log2 log10 pi char_length character_length octet_length bit_length concat_ws left right
    substring_index locate instr position reverse strcmp ascii ord hex field elt find_in_set greatest least if ifnull
    isnull group_concat std stddev stddev_pop stddev_samp variance var_pop var_samp bit_and bit_or bit_xor any_value
    now curdate curtime current_date current_time current_timestamp utc_date utc_time utc_timestamp date time year month
    day dayofmonth dayofweek dayofyear weekday week quarter hour minute second microsecond dayname monthname last_day
    date_format str_to_date date_add date_sub adddate subdate datediff timediff timestampdiff timestampadd timestamp
    unix_timestamp from_unixtime to_days from_days json_extract json_unquote json_value json_length json_type json_valid
    json_keys json_contains json_contains_path json_array json_object json_arrayagg json_objectagg json_search
  `),
}

export function harmlessFunctions(dialect: SqlDialect): readonly string[] {
  return [...EVERYWHERE, ...ALSO[dialect]]
}
