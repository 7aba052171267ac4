import * as z from 'zod/mini'
import { isCodeLoading } from './code-loading.js'

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/
const SEMVER = /^\d{1,15}\.\d{1,15}\.\d{1,15}(?:-[0-9A-Za-z.-]{1,100})?(?:\+[0-9A-Za-z.-]{1,100})?$/

/** Segments begin with a letter or digit: neither `..` nor an option of npm can be a name. */
const SEGMENT = '[A-Za-z0-9~_][A-Za-z0-9._~-]{0,213}'
const PACKAGE_NAME = `(?:@${SEGMENT}/)?${SEGMENT}`

/** 64 bytes in base64: 86 characters and two equals signs, the last character with its lower bits clear. */
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{85}[AQgw]==$/

/** Whoever starts a batch file starts a shell, and Node refuses to (CVE-2024-27980). */
const BATCH_FILE = /\.(?:bat|cmd)$/i

export const isServerName = (text: string): boolean => NAME.test(text)
export const isPackageName = (text: string): boolean => new RegExp(`^${PACKAGE_NAME}$`).test(text)

const Text = z.string().check(z.minLength(1), z.maxLength(4096), z.regex(/^[^\p{Cc}\u2028\u2029]*$/u))
/** No NUL: it would end the argument early for the system. No half surrogate: it could not be written exactly. */
const Argument = z.string().check(z.maxLength(131_072), z.regex(/^[^\0\ud800-\udfff]*$/u))
const Variable = z.string().check(
  z.regex(VARIABLE),
  z.refine((name) => !isCodeLoading(name), 'lets the environment load code nobody verified'),
)
const PackageName = z.string().check(z.regex(new RegExp(`^${PACKAGE_NAME}$`)))
const Version = z.string().check(z.regex(SEMVER))
const Integrity = z.string().check(z.regex(INTEGRITY))
const Platform = z.optional(z.array(z.string().check(z.regex(/^!?[a-z0-9_]{1,32}$/))).check(z.maxLength(32)))

/** Forward slashes, no way up: as it stands in the package. */
export const InnerPath = z.string().check(
  z.regex(/^[^\\\p{Cc}:]{1,512}$/u),
  z.refine(
    (path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'leaves its folder',
  ),
)

const Package = z.strictObject({
  at: z.string().check(z.regex(new RegExp(`^node_modules/${PACKAGE_NAME}(?:/node_modules/${PACKAGE_NAME}){0,16}$`))),
  name: PackageName,
  version: Version,
  integrity: Integrity,
  optional: z.optional(z.literal(true)),
  os: Platform,
  cpu: Platform,
  libc: Platform,
})

const Npm = z.strictObject({
  package: PackageName,
  version: Version,
  integrity: Integrity,
  script: InnerPath,
  packages: z.array(Package).check(z.maxLength(5_000)),
})

const MinLength = z.optional(z.int().check(z.minimum(1), z.maximum(4096)))
const Secret = z.union([
  z.strictObject({ env: z.string().check(z.regex(VARIABLE)), minLength: MinLength }),
  z.strictObject({ file: Text, minLength: MinLength }),
])

const Approval = z.strictObject({
  by: Text,
  at: z.iso.datetime(),
  reason: Text,
  dangers: z.array(z.string().check(z.regex(/^[a-z-]{1,64}$/))),
  entry: z.string().check(z.regex(/^sha256-[A-Za-z0-9_-]{43}$/)),
})

const rules = {
  name: z.string().check(z.regex(NAME)),
  extraArgs: z.enum(['none', 'values', 'any']),
  cwd: z.optional(Text),
  env: z.array(Variable).check(z.maxLength(256)),
  set: z.optional(z.record(Variable, Argument)),
  secrets: z.optional(z.record(Variable, Secret)),
  approval: z.optional(Approval),
}

/** An entry with `npm`. */
export const NpmEntrySchema = z.strictObject({ ...rules, npm: Npm, args: z.array(Argument).check(z.maxLength(1_024)) })

const File = z.strictObject({ path: Text, sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })

/** An entry with `command`. */
export const FileEntrySchema = z
  .strictObject({
    ...rules,
    command: z.array(Argument).check(z.minLength(1), z.maxLength(1_024)),
    files: z.array(File).check(z.maxLength(10_000)),
  })
  .check(
    z.refine(({ command: [program = ''], files }) => program === 'node' || files.some(({ path }) => path === program), {
      error: 'the program is neither node nor one of the files',
      path: ['command', 0],
    }),
    z.refine(({ command: [program = ''] }) => !BATCH_FILE.test(program), {
      error: 'a batch file needs a shell',
      path: ['command', 0],
    }),
  )

/** The file without its entries. */
export const ManifestSchema = z.strictObject({
  version: z.literal(1),
  servers: z.array(z.unknown()).check(z.maxLength(1_000)),
})
