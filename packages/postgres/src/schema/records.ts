/** SQLSTATE of a share or a log that is full. */
export const CAPACITY_STATE = 'SP001'

/** Expired records dropped for each new one while a kind is full; more than one, so that it empties again. */
const DROPPED = 8

/** Rows are locked first, waited for in no other order than their own, and counted last: verbs cannot block each other. */
export const recordFunctions = (schema: string): string => `
  CREATE FUNCTION ${schema}.get_record(p_key TEXT)
  RETURNS TABLE (value TEXT, version TEXT, expires_at_ms DOUBLE PRECISION, read_at_ms DOUBLE PRECISION)
  LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  DECLARE
    v_now DOUBLE PRECISION := ${schema}.now_ms();
  BEGIN
    PERFORM ${schema}.begin_read();
    RETURN QUERY SELECT r.value, r.version::text, r.expires_at_ms, v_now FROM ${schema}.records r
      WHERE r.id = ${schema}.text_id(p_key) AND r.expires_at_ms > v_now;
  END $fn$;

  CREATE FUNCTION ${schema}.enter_indexes(p_id BYTEA, p_indexes TEXT) RETURNS VOID LANGUAGE plpgsql AS $fn$
  DECLARE
    v_names BYTEA[] := ARRAY(SELECT ${schema}.text_id(name) FROM jsonb_array_elements_text(p_indexes::jsonb) AS e (name));
  BEGIN
    DELETE FROM ${schema}.indexes i WHERE i.id = p_id AND i.name <> ALL (v_names);
    INSERT INTO ${schema}.indexes (name, id) SELECT name, p_id FROM unnest(v_names) AS e (name) ON CONFLICT DO NOTHING;
  END $fn$;

  CREATE FUNCTION ${schema}.drop_expired(p_kind TEXT, p_limit BIGINT, p_except BYTEA)
  RETURNS BYTEA[] LANGUAGE plpgsql AS $fn$
  DECLARE
    v_ids BYTEA[] := ARRAY(
      SELECT r.id FROM ${schema}.records r WHERE r.kind = p_kind AND r.expires_at_ms <= ${schema}.now_ms()
        AND r.id IS DISTINCT FROM p_except
      LIMIT p_limit FOR UPDATE SKIP LOCKED);
  BEGIN
    DELETE FROM ${schema}.records r WHERE r.id = ANY (v_ids);
    RETURN v_ids;
  END $fn$;

  CREATE FUNCTION ${schema}.put_if_absent(
    p_key TEXT, p_kind TEXT, p_value TEXT, p_expires_at_ms DOUBLE PRECISION, p_indexes TEXT, p_share DOUBLE PRECISION)
  RETURNS TABLE (inserted BOOLEAN, value TEXT, version TEXT, expires_at_ms DOUBLE PRECISION,
    read_at_ms DOUBLE PRECISION) LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  DECLARE
    v_id BYTEA := ${schema}.text_id(p_key);
    -- By chance, not by counting: a version must not come back when a record or a backup does.
    v_version UUID := gen_random_uuid();
    v_now DOUBLE PRECISION;
    v_fresh BOOLEAN;
    v_gone BYTEA[] := '{}';
  BEGIN
    PERFORM ${schema}.begin_write(true);
    LOOP
      v_now := ${schema}.now_ms();
      RETURN QUERY SELECT false, r.value, r.version::text, r.expires_at_ms, v_now FROM ${schema}.records r
        WHERE r.id = v_id AND r.expires_at_ms > v_now;
      IF FOUND THEN RETURN; END IF;
      INSERT INTO ${schema}.records AS r VALUES (v_id, p_key, p_kind, p_value, v_version, p_expires_at_ms)
        ON CONFLICT (id) DO UPDATE SET value = excluded.value, version = excluded.version,
          expires_at_ms = excluded.expires_at_ms WHERE r.expires_at_ms <= ${schema}.now_ms()
        RETURNING r.xmax = 0 INTO v_fresh;
      -- Otherwise somebody else's record stands there by now: it is told of, or has gone again already.
      EXIT WHEN FOUND;
    END LOOP;
    PERFORM ${schema}.enter_indexes(v_id, p_indexes);
    IF v_fresh THEN
      IF ${schema}.count_of('record', p_kind) >= p_share THEN
        -- A record that was born expired must not make room for itself.
        v_gone := ${schema}.drop_expired(p_kind, ${String(DROPPED)}, v_id);
        IF cardinality(v_gone) = 0 THEN
          RAISE EXCEPTION 'the share is full' USING ERRCODE = '${CAPACITY_STATE}';
        END IF;
      END IF;
      PERFORM ${schema}.add_counts('record', array_fill(p_kind, ARRAY[1 + cardinality(v_gone)]), v_id || v_gone,
        1 || array_fill(-1, ARRAY[cardinality(v_gone)]));
    END IF;
    RETURN QUERY SELECT true, NULL::text, v_version::text, NULL::double precision, NULL::double precision;
  END $fn$;

  CREATE FUNCTION ${schema}.take_record(p_key TEXT, p_version TEXT)
  RETURNS TABLE (value TEXT, version TEXT, expires_at_ms DOUBLE PRECISION, read_at_ms DOUBLE PRECISION)
  LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  DECLARE
    v_gone ${schema}.records;
  BEGIN
    PERFORM ${schema}.begin_write(true);
    DELETE FROM ${schema}.records r WHERE r.id = ${schema}.text_id(p_key) AND r.expires_at_ms > ${schema}.now_ms()
      AND (p_version IS NULL OR r.version::text = p_version) RETURNING r.* INTO v_gone;
    IF NOT FOUND THEN RETURN; END IF;
    PERFORM ${schema}.add_counts('record', ARRAY[v_gone.kind], ARRAY[v_gone.id], ARRAY[-1]);
    RETURN QUERY SELECT v_gone.value, v_gone.version::text, v_gone.expires_at_ms, ${schema}.now_ms();
  END $fn$;

  CREATE FUNCTION ${schema}.swap_record(
    p_key TEXT, p_version TEXT, p_value TEXT, p_expires_at_ms DOUBLE PRECISION, p_indexes TEXT)
  RETURNS TABLE (swapped BOOLEAN) LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  DECLARE
    v_id BYTEA := ${schema}.text_id(p_key);
  BEGIN
    PERFORM ${schema}.begin_write(true);
    UPDATE ${schema}.records r SET value = p_value, version = gen_random_uuid(), expires_at_ms = p_expires_at_ms
      WHERE r.id = v_id AND r.version::text = p_version AND r.expires_at_ms > ${schema}.now_ms();
    swapped := FOUND;
    IF swapped THEN PERFORM ${schema}.enter_indexes(v_id, p_indexes); END IF;
    RETURN NEXT;
  END $fn$;

  CREATE FUNCTION ${schema}.list_index(p_name TEXT, p_after TEXT, p_limit DOUBLE PRECISION)
  RETURNS TABLE (id TEXT, key TEXT) LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  BEGIN
    PERFORM ${schema}.begin_read();
    RETURN QUERY SELECT encode(i.id, 'hex'), r.key FROM ${schema}.indexes i JOIN ${schema}.records r ON r.id = i.id
      WHERE i.name = ${schema}.text_id(p_name) AND i.id > decode(p_after, 'hex')
      ORDER BY i.id LIMIT p_limit::bigint;
  END $fn$;
`
