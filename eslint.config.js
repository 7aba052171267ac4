import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** What the machine gives comes into core through `runtime`, so that tests can hold the clock and every host can run it. */
const machineGlobals = [
  ['fetch', 'take `runtime.fetch`'],
  ['setTimeout', 'take `runtime.delay`'],
  ['setInterval', 'take `runtime.delay`'],
  ['setImmediate', 'take `runtime.delay`'],
  ['clearTimeout', 'take `runtime.delay` with a signal'],
  ['clearInterval', 'take `runtime.delay` with a signal'],
  ['process', 'core runs on every web-standard host'],
  ['Buffer', 'use the helpers of foundation/bytes'],
  ['require', 'packages are ESM'],
].map(([name, message]) => ({ name, message }))

const machineSyntax = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Take `runtime.nowMs()`.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take `runtime.nowMs()`.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Take `runtime.nowMs()`.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take `runtime.randomBytes()`.',
  },
  { selector: "MemberExpression[object.name='performance'][property.name='now']", message: 'Take `runtime.nowMs()`.' },
  {
    selector: 'MemberExpression[property.name=/^(getRandomValues|randomUUID)$/]',
    message: 'Take `runtime.randomBytes()`.',
  },
  {
    selector:
      'MemberExpression[object.name=/^(globalThis|self|window)$/][property.name=/^(fetch|setTimeout|setInterval|setImmediate|process|Buffer)$/]',
    message: 'What the machine gives comes in through `runtime`.',
  },
]

const everywhereSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
  {
    selector: "BinaryExpression[operator='instanceof'][right.name=/^(Request|Response|Headers)$/]",
    message: "Servers swap these globals (Hono's `serve()` does): test the shape instead.",
  },
]

const zodImports = {
  paths: [
    { name: 'zod', message: "Use `import * as z from 'zod/mini'`: the full build costs 454 KB in a bundle." },
    { name: 'zod/v4', message: "Use `import * as z from 'zod/mini'`." },
  ],
}

/** Every request leaves through the guarded way out (UR-01): `runtime.fetch`, and around it `core/outbound`. */
const OUTBOUND = 'Requests leave through `runtime.fetch` or `@sallyport/core/outbound`.'

const outboundGlobals = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
  name,
  message: OUTBOUND,
}))

const outboundSyntax = [
  {
    selector:
      'MemberExpression[object.name=/^(globalThis|self|window)$/][property.name=/^(fetch|WebSocket|EventSource|XMLHttpRequest)$/]',
    message: OUTBOUND,
  },
]

const outboundImports = [
  ...['node:http', 'node:https', 'http', 'https'].map((name) => ({
    name,
    importNames: ['request', 'get', 'default'],
    message: OUTBOUND,
  })),
  ...['node:http2', 'undici', 'axios', 'node-fetch', 'got', 'ky'].map((name) => ({ name, message: OUTBOUND })),
]

const guardedImports = { paths: [...zodImports.paths, ...outboundImports] }

const nodeImports = { group: ['node:*'], message: '`node:*` belongs to host/node.' }

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '**/.cache/', '**/.generated/', 'docs/api/', 'etc/api/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `T | Promise<T>` is awaited by contract (gates, runtime.sha256), and async functions may only throw.
      '@typescript-eslint/await-thenable': 'off',
      '@typescript-eslint/require-await': 'off',
      // `return sendReply(…)` ends a handler early.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Errors are recognised by brand and code: two copies of the package may be loaded.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/unified-signatures': 'off',
      // There are no enums (erasableSyntaxOnly), and looking for them takes a quarter of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // An event without fields of its own is a fact, not a slip.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      // Hostile bytes are the subject here: patterns name control characters on purpose.
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', ...everywhereSyntax],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', zodImports] },
  },
  {
    files: ['packages/{express,fastify,hono,sqlite,redis,postgres,guards,cli}/src/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', guardedImports],
      'no-restricted-syntax': ['error', ...everywhereSyntax, ...outboundSyntax],
      'no-restricted-globals': ['error', ...outboundGlobals],
    },
  },
  {
    // Asks the one server that the person at the terminal named, which may well run on that machine.
    files: ['packages/cli/src/sources/strict-fetch.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['packages/core/src/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { ...guardedImports, patterns: [nodeImports] }],
      'no-restricted-syntax': ['error', ...everywhereSyntax, ...machineSyntax, ...outboundSyntax],
      'no-restricted-globals': ['error', ...machineGlobals, ...outboundGlobals.slice(1)],
    },
  },
  {
    // The one place that reads the machine.
    files: ['packages/core/src/foundation/runtime.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhereSyntax, ...outboundSyntax],
      'no-restricted-globals': ['error', ...outboundGlobals],
    },
  },
  {
    // The one place that asks the platform, where the platform opens the connections.
    files: ['packages/core/src/foundation/system-fetch.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhereSyntax], 'no-restricted-globals': 'off' },
  },
  {
    files: ['packages/core/src/host/node/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', guardedImports],
      'no-restricted-globals': ['error', ...outboundGlobals],
    },
  },
  {
    // The one place that opens connections to others.
    files: ['packages/core/src/host/node/outbound/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', zodImports] },
  },
  {
    // Tests feed wrong values on purpose and read records by keys they know.
    files: [
      '**/test/**/*.ts',
      '**/test-browser/**/*.ts',
      '**/test-d/*.ts',
      'examples/**/*.ts',
      'bench/**/*.ts',
      'docs/snippets/**/*.ts',
      'packages/conformance/fixtures/**/*.ts',
    ],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      // oauth4webapi marks its switch for plain http on loopback this way.
      '@typescript-eslint/no-deprecated': 'off',
    },
  },
  {
    // Programs, not libraries: they speak to a terminal.
    files: [
      'examples/**/*.ts',
      'bench/**/*.ts',
      'docs/snippets/**/*.ts',
      'packages/{adapter-contract,conformance,runtime-matrix}/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // workerd starts what a module exports as default.
    files: ['*.config.ts', '*.config.js', 'packages/*/*.config.ts', '**/*worker.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      sourceType: 'module',
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'Buffer',
          'setTimeout',
          'clearTimeout',
          'performance',
          'fetch',
          'AbortSignal',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { eqeqeq: 'error', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
)
