/** Rows that one sweep removes, in one short transaction: nobody waits for it longer than for another verb. */
const SWEPT = 1_000
/** Buckets among them: each takes a place in the server's lock table. */
const TIDIED = 500

export const upkeepFunctions = (schema: string): string => `
  CREATE FUNCTION ${schema}.sweep_expired(p_limit DOUBLE PRECISION)
  RETURNS TABLE (swept DOUBLE PRECISION) LANGUAGE plpgsql AS $fn$
  DECLARE
    v_limit BIGINT := greatest(0, least(p_limit, ${String(SWEPT)}))::bigint;
    v_tidied BIGINT;
    v_kind TEXT;
    v_gone BYTEA[];
    v_kinds TEXT[] := '{}';
    v_ids BYTEA[] := '{}';
  BEGIN
    PERFORM ${schema}.begin_write(true);
    FOR v_kind IN SELECT DISTINCT c.kind FROM ${schema}.counts c WHERE c.what = 'record' ORDER BY 1 LOOP
      EXIT WHEN cardinality(v_ids) >= v_limit;
      v_gone := ${schema}.drop_expired(v_kind, v_limit - cardinality(v_ids), NULL);
      v_kinds := v_kinds || array_fill(v_kind, ARRAY[cardinality(v_gone)]);
      v_ids := v_ids || v_gone;
    END LOOP;
    swept := cardinality(v_ids);
    v_tidied := least(v_limit - cardinality(v_ids), ${String(TIDIED)});
    PERFORM ${schema}.add_counts('record', v_kinds, v_ids, array_fill(-1, ARRAY[cardinality(v_ids)]));

    v_kinds := '{}';
    v_ids := '{}';
    FOR v_kind IN SELECT DISTINCT c.kind FROM ${schema}.counts c WHERE c.what = 'bucket' ORDER BY 1 LOOP
      EXIT WHEN cardinality(v_ids) >= v_tidied;
      v_gone := ${schema}.drop_full(v_kind, v_tidied - cardinality(v_ids));
      v_kinds := v_kinds || array_fill(v_kind, ARRAY[cardinality(v_gone)]);
      v_ids := v_ids || v_gone;
    END LOOP;
    PERFORM ${schema}.add_counts('bucket', v_kinds, v_ids, array_fill(-1, ARRAY[cardinality(v_ids)]));

    swept := swept + cardinality(v_ids);

    v_tidied := v_limit - swept::bigint;
    IF v_tidied > 0 AND EXISTS (SELECT FROM ${schema}.tombstones t WHERE t.expires_at_ms <= ${schema}.now_ms()) THEN
      PERFORM 1 FROM ${schema}.revocation_log FOR UPDATE;
      swept := swept + ${schema}.trim_tombstones(v_tidied);
    END IF;
    RETURN NEXT;
  END $fn$;

  -- A lock on a row is a write, so a standby and a database that is read-only refuse it. Nobody waits for this one.
  CREATE FUNCTION ${schema}.ping() RETURNS VOID LANGUAGE plpgsql AS $fn$
  BEGIN
    PERFORM 1 FROM ${schema}.revocation_log FOR KEY SHARE;
  END $fn$;
`
