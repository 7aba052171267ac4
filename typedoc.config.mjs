import { entryPoints, publishedPackages } from './scripts/lib/workspace.mjs'

/** The API reference: every entry point of every package, from the sources. */
export default {
  name: 'Sallyport',
  entryPoints: publishedPackages().flatMap((one) => entryPoints(one).map(({ source }) => source)),
  tsconfig: 'tsconfig.json',
  out: 'docs/api',
  readme: 'README.md',
  treatWarningsAsErrors: true,
  // Types are checked by tsc, together with the tests.
  skipErrorChecking: true,
  disableSources: true,
  hideGenerator: true,
  ignoredHighlightLanguages: ['mermaid'],
  excludeInternal: true,
  excludeExternals: true,
}
