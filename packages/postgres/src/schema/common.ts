/** Parts of a counter: as many puts of one kind may commit at once, none waiting for the disk of another. */
const COUNTER_SHARDS = 16

/**
 * What the verbs share. `now_ms` is the only clock: read anew by each statement, so that one which waited for a lock
 * judges by the time at which it got it.
 */
export const common = (schema: string): string => `
  CREATE FUNCTION ${schema}.now_ms() RETURNS DOUBLE PRECISION LANGUAGE sql VOLATILE AS $fn$
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::double precision
  $fn$;

  CREATE FUNCTION ${schema}.text_id(p_text TEXT) RETURNS BYTEA LANGUAGE sql STABLE AS $fn$
    SELECT sha256(convert_to(p_text, 'UTF8'))
  $fn$;

  -- A standby lags: what it does not know of yet must not pass as "not revoked" or "not found".
  CREATE FUNCTION ${schema}.begin_read() RETURNS VOID LANGUAGE plpgsql AS $fn$
  BEGIN
    IF pg_is_in_recovery() THEN
      RAISE EXCEPTION 'this server is a standby' USING ERRCODE = 'read_only_sql_transaction';
    END IF;
  END $fn$;

  -- An acknowledged write is on the disk whatever the database's default says; a debit need not be.
  CREATE FUNCTION ${schema}.begin_write(p_durable BOOLEAN) RETURNS VOID LANGUAGE plpgsql AS $fn$
  BEGIN
    PERFORM set_config('lock_timeout', '2s', true);
    IF NOT p_durable THEN
      PERFORM set_config('synchronous_commit', 'off', true);
    ELSIF current_setting('synchronous_commit') = 'off' THEN
      PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
  END $fn$;

  -- Counters come last in a transaction and in one order: whoever holds one waits for nothing but a later one.
  CREATE FUNCTION ${schema}.add_counts(p_what TEXT, p_kinds TEXT[], p_ids BYTEA[], p_changes INTEGER[])
  RETURNS VOID LANGUAGE plpgsql AS $fn$
  BEGIN
    INSERT INTO ${schema}.counts AS c (what, kind, shard, count)
    SELECT p_what, d.kind, get_byte(d.id, 0) % ${String(COUNTER_SHARDS)}, sum(d.change)
    FROM unnest(p_kinds, p_ids, p_changes) AS d (kind, id, change)
    GROUP BY 2, 3 ORDER BY 2, 3
    ON CONFLICT (what, kind, shard) DO UPDATE SET count = c.count + excluded.count;
  END $fn$;

  CREATE FUNCTION ${schema}.count_of(p_what TEXT, p_kind TEXT) RETURNS BIGINT LANGUAGE plpgsql AS $fn$
  BEGIN
    RETURN (SELECT coalesce(sum(c.count), 0) FROM ${schema}.counts c WHERE c.what = p_what AND c.kind = p_kind);
  END $fn$;
`
