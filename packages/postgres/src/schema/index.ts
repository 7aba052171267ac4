import { bucketFunctions } from './buckets.js'
import { common } from './common.js'
import { eventFunctions, revocationFunctions } from './logs.js'
import { recordFunctions } from './records.js'

import { tables } from './tables.js'
import { upkeepFunctions } from './upkeep.js'

export { CAPACITY_STATE } from './records.js'

/** One script for each version, run in order and never changed once released. */
const MIGRATIONS: readonly ((schema: string) => string)[] = [
  (schema) =>
    [tables, common, recordFunctions, bucketFunctions, revocationFunctions, upkeepFunctions]
      .map((part) => part(schema))
      .concat(eventFunctions(schema, lockNamed('events', schema)))
      .join('\n'),
]

export const NEWEST_VERSION = MIGRATIONS.length

/**
 * One statement, so one transaction on one connection of any pool. Processes that start together wait for each other
 * at its lock, and all but the first find nothing left to do.
 *
 * @param schema quoted identifier
 */
export function migration(schema: string): string {
  const steps = MIGRATIONS.map((script, i) => {
    const version = String(i + 1)
    return `
  IF v_found < ${version} THEN
    EXECUTE $migration$${script(schema)}$migration$;
    INSERT INTO ${schema}.schema_version (version) VALUES (${version});
  END IF;`
  })
  return `DO $sallyport$
DECLARE
  v_found INTEGER;
BEGIN
  PERFORM pg_advisory_xact_lock(${lockNamed('migration', schema)});
  IF to_regnamespace('${schema}') IS NULL THEN
    CREATE SCHEMA ${schema};
  END IF;
  IF to_regclass('${schema}.schema_version') IS NULL THEN
    CREATE TABLE ${schema}.schema_version (
      version INTEGER PRIMARY KEY,
      installed_at TIMESTAMPTZ NOT NULL DEFAULT now()
    );
  END IF;
  SELECT coalesce(max(version), 0) INTO v_found FROM ${schema}.schema_version;${steps.join('')}
END $sallyport$`
}

/** A number for an advisory lock; two schemas of one database do not wait for each other. */
function lockNamed(what: string, schema: string): string {
  return `hashtextextended('sallyport ${what} ${schema}', 0)`
}
