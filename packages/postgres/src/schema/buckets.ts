/** Full buckets dropped for each new one; more than one, so that a kind which has run full empties again. */
const DROPPED = 8
/** Cannot be the kind of a key as it is stored, so shared buckets are counted for no kind. */
const OVERFLOW = `E'\\x1a'`

/**
 * The generic cell rate algorithm of core's `debitAll`, where the buckets are. Advisory locks guard buckets, not row
 * locks: a bucket that does not exist yet must be guarded too. They are taken in one order, shared buckets last.
 */
export const bucketFunctions = (schema: string): string => `
  CREATE FUNCTION ${schema}.lock_of(p_id BYTEA) RETURNS BIGINT LANGUAGE sql IMMUTABLE AS $fn$
    SELECT ('x' || encode(substring(p_id FOR 8), 'hex'))::bit(64)::bigint
  $fn$;

  CREATE FUNCTION ${schema}.lock_buckets(p_ids BYTEA[]) RETURNS VOID LANGUAGE plpgsql AS $fn$
  DECLARE
    v_lock BIGINT;
  BEGIN
    FOR v_lock IN SELECT DISTINCT ${schema}.lock_of(id) FROM unnest(p_ids) AS e (id) ORDER BY 1 LOOP
      PERFORM pg_advisory_xact_lock(v_lock);
    END LOOP;
  END $fn$;

  -- A bucket that is full again says nothing that its absence does not say. One in use is passed over.
  CREATE FUNCTION ${schema}.drop_full(p_kind TEXT, p_limit BIGINT) RETURNS BYTEA[] LANGUAGE plpgsql AS $fn$
  DECLARE
    v_now DOUBLE PRECISION := ${schema}.now_ms();
    v_id BYTEA;
    v_gone BYTEA[] := '{}';
  BEGIN
    FOR v_id IN SELECT b.id FROM ${schema}.buckets b WHERE b.kind = p_kind AND b.full_at_ms <= v_now LIMIT p_limit LOOP
      IF pg_try_advisory_xact_lock(${schema}.lock_of(v_id)) THEN
        DELETE FROM ${schema}.buckets b WHERE b.id = v_id AND b.full_at_ms <= v_now;
        IF FOUND THEN v_gone := v_gone || v_id; END IF;
      END IF;
    END LOOP;
    RETURN v_gone;
  END $fn$;

  CREATE FUNCTION ${schema}.debit(p_debits TEXT)
  RETURNS TABLE (slot TEXT, full_at_ms DOUBLE PRECISION, at_ms DOUBLE PRECISION) LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  DECLARE
    v_debits JSONB[] := ARRAY(SELECT e FROM jsonb_array_elements(p_debits::jsonb) WITH ORDINALITY AS t (e, n) ORDER BY n);
    v_count INTEGER := cardinality(v_debits);
    v_ids BYTEA[] := ARRAY(
      SELECT ${schema}.text_id(e->>'key') FROM unnest(v_debits) WITH ORDINALITY AS t (e, n) ORDER BY n);
    v_kinds TEXT[] := ARRAY(SELECT e->>'kind' FROM unnest(v_debits) WITH ORDINALITY AS t (e, n) ORDER BY n);
    v_asks_only BOOLEAN := (SELECT bool_and((e->>'peek')::boolean) FROM unnest(v_debits) AS t (e));
    v_full DOUBLE PRECISION[] := array_fill(NULL::double precision, ARRAY[v_count]);
    v_after DOUBLE PRECISION[] := array_fill(NULL::double precision, ARRAY[v_count]);
    v_shared BYTEA[] := '{}';
    v_gone BYTEA[];
    v_all_kinds TEXT[] := '{}';
    v_all_ids BYTEA[] := '{}';
    v_changes INTEGER[] := '{}';
    v_before DOUBLE PRECISION;
    v_now DOUBLE PRECISION;
    v_allowed BOOLEAN := true;
    v_row RECORD;
  BEGIN
    IF v_asks_only THEN
      PERFORM ${schema}.begin_read();
    ELSE
      PERFORM ${schema}.begin_write(false);
      PERFORM ${schema}.lock_buckets(v_ids);
    END IF;

    FOR i IN 1..v_count LOOP
      v_full[i] := (SELECT b.full_at_ms FROM ${schema}.buckets b WHERE b.id = v_ids[i]);
      CONTINUE WHEN v_full[i] IS NOT NULL;
      v_gone := '{}';
      IF NOT v_asks_only THEN
        v_gone := ${schema}.drop_full(v_kinds[i], ${String(DROPPED)});
        v_all_kinds := v_all_kinds || array_fill(v_kinds[i], ARRAY[cardinality(v_gone)]);
        v_all_ids := v_all_ids || v_gone;
        v_changes := v_changes || array_fill(-1, ARRAY[cardinality(v_gone)]);
      END IF;
      CONTINUE WHEN ${schema}.count_of('bucket', v_kinds[i]) - cardinality(v_gone) < (v_debits[i]->>'share')::float8;
      v_ids[i] := ${schema}.text_id(${OVERFLOW} || ':' || v_kinds[i]);
      v_kinds[i] := ${OVERFLOW};
      v_shared := v_shared || v_ids[i];
    END LOOP;
    IF NOT v_asks_only THEN PERFORM ${schema}.lock_buckets(v_shared); END IF;
    FOR i IN 1..v_count LOOP
      CONTINUE WHEN v_kinds[i] <> ${OVERFLOW};
      v_full[i] := (SELECT b.full_at_ms FROM ${schema}.buckets b WHERE b.id = v_ids[i]);
    END LOOP;

    v_now := ${schema}.now_ms();
    FOR i IN 1..v_count LOOP
      v_before := greatest(v_full[i], v_now);
      FOR j IN 1..i - 1 LOOP
        IF v_ids[j] = v_ids[i] THEN v_before := greatest(v_before, v_after[j]); END IF;
      END LOOP;
      IF NOT (v_debits[i]->>'possible')::boolean
        OR v_before + (v_debits[i]->>'price')::float8 - (v_debits[i]->>'tolerance')::float8 - v_now > 0 THEN
        v_allowed := false;
      ELSIF NOT (v_debits[i]->>'peek')::boolean AND (v_debits[i]->>'price')::float8 > 0 THEN
        v_after[i] := v_before + (v_debits[i]->>'price')::float8;
      END IF;
    END LOOP;

    IF v_allowed THEN
      FOR v_row IN
        INSERT INTO ${schema}.buckets AS b
        SELECT d.id, d.kind, max(d.after) FROM unnest(v_ids, v_kinds, v_after) AS d (id, kind, after)
        WHERE d.after IS NOT NULL GROUP BY d.id, d.kind ORDER BY d.id
        ON CONFLICT (id) DO UPDATE SET full_at_ms = excluded.full_at_ms
        RETURNING b.id, b.kind, b.xmax = 0 AS fresh
      LOOP
        CONTINUE WHEN NOT v_row.fresh;
        v_all_kinds := v_all_kinds || v_row.kind;
        v_all_ids := v_all_ids || v_row.id;
        v_changes := v_changes || 1;
      END LOOP;
    END IF;
    IF cardinality(v_all_ids) > 0 THEN
      PERFORM ${schema}.add_counts('bucket', v_all_kinds, v_all_ids, v_changes);
    END IF;
    RETURN QUERY SELECT encode(d.id, 'hex'), d.full_at_ms, v_now
      FROM unnest(v_ids, v_full) WITH ORDINALITY AS d (id, full_at_ms, n) ORDER BY d.n;
  END $fn$;
`
