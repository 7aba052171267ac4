import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

interface Manifest {
  exports: Record<string, string | { 'sallyport:source': string }>
}

/** One JavaScript entry for each subpath export, at the place `package.json` says; declarations come from `tsc`. */
export function packageBuild() {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
  const sources = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target['sallyport:source']],
  )
  return defineConfig({
    entry: Object.fromEntries(sources.map((path) => [path.replace(/^\.\/src\//, '').replace(/\.ts$/, ''), path])),
    format: 'esm',
    target: 'node20',
    platform: 'neutral',
    splitting: true,
    sourcemap: true,
    clean: true,
    silent: true,
  })
}
