import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

interface Manifest {
  exports: Record<string, string | { 'sallyport:source': string }>
  /** Doors to the platform inside a package: the conditions of the host decide which file is behind each. */
  imports?: Record<string, { 'sallyport:source': Record<string, string> }>
  bin?: Record<string, string>
}

/** Chunks imported for nothing but their effects, of which we have none: users' bundlers warn about each. Lines stay, for source maps. */
const BARE_CHUNK_IMPORTS = /^import "(?:\.\.?\/)+chunk-[A-Z0-9]+\.js";$/gm

/** One JavaScript entry for each subpath export and program, at the place `package.json` says; declarations come from `tsc`. */
export function packageBuild() {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
  const sources = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target['sallyport:source']],
  )
  const doors = Object.entries(manifest.imports ?? {})
  const behindDoors = doors.flatMap(([, target]) => Object.values(target['sallyport:source']))
  const programs = Object.values(manifest.bin ?? {}).map((path) =>
    path.replace('./dist/', './src/').replace(/\.js$/, '.ts'),
  )
  return defineConfig({
    entry: Object.fromEntries(
      [...sources, ...behindDoors, ...programs].map((path) => [
        path.replace(/^\.\/src\//, '').replace(/\.ts$/, ''),
        path,
      ]),
    ),
    external: doors.map(([name]) => name),
    format: 'esm',
    target: 'node20',
    platform: 'neutral',
    splitting: true,
    sourcemap: true,
    clean: true,
    silent: true,
    plugins: [{ name: 'no-bare-imports', renderChunk: (code) => ({ code: code.replaceAll(BARE_CHUNK_IMPORTS, '') }) }],
  })
}
