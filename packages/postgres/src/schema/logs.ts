import { CAPACITY_STATE } from './records.js'

/** Expired tombstones, or events beyond the number kept, that go with each new one. */
const TRIMMED = 100

/**
 * The one row of `revocation_log` numbers tombstones. Whoever appends holds it until the commit, so numbers become
 * visible in their order: a sequence (nextval) would show 8 before a slow 7, and a reader that noted 8 would never see 7.
 * They go by the clock, so that a restored copy that goes on gives none for the second time.
 */
export const revocationFunctions = (schema: string): string => `
  CREATE FUNCTION ${schema}.target_of(p_kind TEXT, p_id TEXT) RETURNS BYTEA LANGUAGE sql STABLE AS $fn$
    SELECT ${schema}.text_id(p_kind || ':' || p_id)
  $fn$;

  -- To be called by whoever holds the row of revocation_log.
  CREATE FUNCTION ${schema}.trim_tombstones(p_limit BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  DECLARE
    v_row RECORD;
  BEGIN
    WITH gone AS (
      DELETE FROM ${schema}.tombstones t WHERE t.target = ANY (ARRAY(
        SELECT e.target FROM ${schema}.tombstones e WHERE e.expires_at_ms <= ${schema}.now_ms()
        ORDER BY e.expires_at_ms LIMIT p_limit))
      RETURNING t.seq)
    SELECT count(*) AS number, max(seq) AS newest INTO v_row FROM gone;
    IF v_row.number > 0 THEN
      UPDATE ${schema}.revocation_log l SET live = l.live - v_row.number,
        trimmed_seq = greatest(l.trimmed_seq, v_row.newest);
    END IF;
    RETURN v_row.number;
  END $fn$;

  CREATE FUNCTION ${schema}.append_tombstone(p_kind TEXT, p_id TEXT, p_revoked_at_ms DOUBLE PRECISION,
    p_expires_at_ms DOUBLE PRECISION, p_max DOUBLE PRECISION)
  RETURNS TABLE (seq DOUBLE PRECISION) LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  DECLARE
    v_seq BIGINT;
    v_live BIGINT;
    v_fresh BOOLEAN;
  BEGIN
    PERFORM ${schema}.begin_write(true);
    UPDATE ${schema}.revocation_log l SET seq = greatest(l.seq + 1, ${schema}.now_ms()::bigint)
      RETURNING l.seq INTO v_seq;
    PERFORM ${schema}.trim_tombstones(${String(TRIMMED)});
    INSERT INTO ${schema}.tombstones AS t
      VALUES (${schema}.target_of(p_kind, p_id), p_kind, p_id, v_seq, p_revoked_at_ms, p_expires_at_ms)
      ON CONFLICT (target) DO UPDATE SET seq = excluded.seq,
        revoked_at_ms = greatest(t.revoked_at_ms, excluded.revoked_at_ms),
        expires_at_ms = greatest(t.expires_at_ms, excluded.expires_at_ms)
      RETURNING t.xmax = 0 INTO v_fresh;
    IF v_fresh THEN
      UPDATE ${schema}.revocation_log l SET live = l.live + 1 RETURNING l.live INTO v_live;
      IF v_live > p_max THEN
        RAISE EXCEPTION 'the revocation log is full' USING ERRCODE = '${CAPACITY_STATE}';
      END IF;
    END IF;
    RETURN QUERY SELECT v_seq::double precision;
  END $fn$;

  CREATE FUNCTION ${schema}.newest_seq() RETURNS TABLE (seq DOUBLE PRECISION) LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  BEGIN
    PERFORM ${schema}.begin_read();
    RETURN QUERY SELECT l.seq::double precision FROM ${schema}.revocation_log l;
  END $fn$;

  -- One row at least: the newest number, whether the log reaches back to what is known, and the first tombstone, if any.
  CREATE FUNCTION ${schema}.tombstones_since(p_known DOUBLE PRECISION)
  RETURNS TABLE (seq DOUBLE PRECISION, reaches BOOLEAN, kind TEXT, id TEXT,
    revoked_at_ms DOUBLE PRECISION, expires_at_ms DOUBLE PRECISION) LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  BEGIN
    PERFORM ${schema}.begin_read();
    RETURN QUERY SELECT l.seq::double precision, p_known = l.seq OR p_known BETWEEN l.trimmed_seq AND l.seq,
        t.kind, t.id, t.revoked_at_ms, t.expires_at_ms
      FROM ${schema}.revocation_log l
      LEFT JOIN ${schema}.tombstones t ON t.seq > p_known::bigint AND p_known BETWEEN l.trimmed_seq AND l.seq
      ORDER BY t.seq;
  END $fn$;

  CREATE FUNCTION ${schema}.find_tombstones(p_targets TEXT)
  RETURNS TABLE (kind TEXT, id TEXT, revoked_at_ms DOUBLE PRECISION, expires_at_ms DOUBLE PRECISION)
  LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  BEGIN
    PERFORM ${schema}.begin_read();
    RETURN QUERY SELECT t.kind, t.id, t.revoked_at_ms, t.expires_at_ms
      FROM jsonb_array_elements(p_targets::jsonb) WITH ORDINALITY AS w (e, n)
      JOIN ${schema}.tombstones t ON t.target = ${schema}.target_of(w.e->>'kind', w.e->>'id')
      WHERE t.expires_at_ms > ${schema}.now_ms() ORDER BY w.n;
  END $fn$;
`

/**
 * Events come by a sequence, so that requests need not wait for each other. A reader waits for those that have a number
 * and are not committed yet, and reads no further than the last number at that moment: its cursor passes nobody by.
 */
export const eventFunctions = (schema: string, lock: string): string => `
  CREATE FUNCTION ${schema}.append_event(p_at_ms DOUBLE PRECISION, p_kind TEXT, p_value TEXT, p_max DOUBLE PRECISION)
  RETURNS VOID LANGUAGE plpgsql AS $fn$
  DECLARE
    v_id BIGINT;
  BEGIN
    PERFORM ${schema}.begin_write(true);
    PERFORM pg_advisory_xact_lock_shared(${lock});
    INSERT INTO ${schema}.events (at_ms, kind, value) VALUES (p_at_ms, p_kind, p_value) RETURNING id INTO v_id;
    DELETE FROM ${schema}.events e WHERE e.id = ANY (ARRAY(
      SELECT o.id FROM ${schema}.events o WHERE o.id <= v_id - p_max::bigint
      ORDER BY o.id LIMIT ${String(TRIMMED)} FOR UPDATE SKIP LOCKED));
  END $fn$;

  CREATE FUNCTION ${schema}.list_events(p_from_ms DOUBLE PRECISION, p_to_ms DOUBLE PRECISION, p_kinds TEXT,
    p_after TEXT, p_limit DOUBLE PRECISION)
  RETURNS TABLE (id TEXT, at_ms DOUBLE PRECISION, kind TEXT, value TEXT) LANGUAGE plpgsql AS $fn$
  #variable_conflict use_column
  DECLARE
    v_newest BIGINT;
  BEGIN
    PERFORM ${schema}.begin_read();
    PERFORM set_config('lock_timeout', '2s', true);
    BEGIN
      PERFORM pg_advisory_xact_lock(${lock});
      SELECT last_value INTO v_newest FROM ${schema}.events_id_seq;
      -- Leaving this block by an exception gives the lock back at once; what the variable holds stays.
      RAISE EXCEPTION 'read' USING ERRCODE = 'SP002';
    EXCEPTION WHEN SQLSTATE 'SP002' THEN
    END;
    RETURN QUERY SELECT e.id::text, e.at_ms, e.kind, e.value FROM ${schema}.events e
      WHERE e.id > p_after::bigint AND e.id <= v_newest AND e.at_ms >= p_from_ms AND e.at_ms < p_to_ms
        AND (p_kinds IS NULL OR e.kind IN (SELECT jsonb_array_elements_text(p_kinds::jsonb)))
      ORDER BY e.id LIMIT p_limit::bigint;
  END $fn$;
`
