import { join } from 'node:path'
import { build } from 'esbuild'

const here = import.meta.dirname

/** One file with everything inside, from the built packages: what a deployment to this kind of runtime would ship. */
export async function bundle(entry: 'in-process' | 'in-worker', outfile: string): Promise<string> {
  await build({
    entryPoints: [join(here, 'probe', `${entry}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: entry === 'in-worker' ? 'browser' : 'node',
    target: 'es2022',
    conditions: [...(entry === 'in-worker' ? ['workerd'] : []), 'import'],
    logLevel: 'silent',
  })
  return outfile
}
