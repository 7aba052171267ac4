/** Calls that a model might be talked into. None may succeed, and nothing outside may be seen or touched. */
export function attacks(canary: string): readonly (readonly [tool: string, args: Record<string, unknown>])[] {
  const paths = [
    '../secret.txt',
    '../../etc/passwd',
    '/etc/passwd',
    'recipes/../../secret.txt',
    '..\\secret.txt',
    '%2e%2e%2fsecret.txt',
    '..%252fsecret.txt',
    '..\u2215secret.txt',
    '\uFF0E\uFF0E/secret.txt',
    'file:///etc/passwd',
    '~/.ssh/id_rsa',
    'C:\\secret.txt',
    '\\\\host\\share\\a',
    'NUL',
    'shopping.md:stream',
    'shopping.md\0.png',
    '.env',
    'way-out/secret.txt',
    'way-out-file',
    '',
  ]
  const statements = [
    'SELECT * FROM accounts',
    'SELECT path FROM notes UNION SELECT password FROM accounts',
    'DELETE FROM notes',
    "SELECT 1; INSERT INTO notes VALUES ('a', 'b', 1)",
    'SELECT * FROM sqlite_master',
    'PRAGMA table_list',
    'WITH notes AS (SELECT * FROM accounts) SELECT * FROM notes',
    "ATTACH '/tmp/a.db' AS a",
    "SELECT load_extension('a')",
    'SELECT (SELECT password FROM accounts)',
    'SELECT * FROM notes -- a',
    'SELECT randomblob(1000000000)',
  ]
  const urls = [
    canary,
    canary.replace('127.0.0.1', 'localhost'),
    canary.replace('127.0.0.1', '2130706433'),
    canary.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/',
    'https://10.0.0.1/',
    'https://[::1]/',
    'file:///etc/passwd',
    'https://user:pass@example.com/',
  ]
  return [
    ...paths.flatMap((path) => [
      ['notes_read', { path }] as const,
      ['notes_words', { path }] as const,
      ['notes_write', { path, text: 'overwritten', overwrite: true }] as const,
    ]),
    ...statements.map((sql) => ['notes_query', { sql }] as const),
    ...urls.map((url) => ['page_fetch', { url }] as const),
    ['notes_read', { path: ['shopping.md'] }],
    ['notes_read', {}],
    ['notes_write', { path: 'shopping.md', text: 'no' }],
  ]
}
