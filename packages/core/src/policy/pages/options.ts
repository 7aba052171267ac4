import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { parseOptions } from '../../foundation/index.js'
import { assertReadable, HEX_COLOR, readableOn, type Palette } from './colors.js'
import { ENGLISH_PROBLEMS, type ProblemTexts } from './problem-texts.js'
import { placeholdersOf } from './template.js'
import { ENGLISH, type PageTexts } from './texts.js'
import type { Problem } from './types.js'

/** How the pages look and speak. Everything has a default. */
export interface PagesOptions {
  /** Name of the service, shown at the top of each page and in the tab. Default: the text `title`. */
  readonly title?: string
  /**
   * Shown beside the title: a `data:image/…;base64,` URL or a path on the issuer's own origin such as `/logo.svg`.
   * Default: a small gate. Other hosts are refused: a page that asks for access must not tell others who is looking at it.
   */
  readonly logo?: string
  /** Colours, each `#rgb` or `#rrggbb`; checked for WCAG AA contrast. */
  readonly colors?: { readonly light?: Partial<Palette>; readonly dark?: Partial<Palette> }
  /** BCP 47 tag of the texts. Default `en`. */
  readonly lang?: string
  /** Writing direction of the texts. Default `ltr`. */
  readonly direction?: 'ltr' | 'rtl'
  /** Own wording or another language. Plain text; the words in braces of the default must stay. */
  readonly texts?: Partial<PageTexts>
  /** Own wording of the error pages. */
  readonly problems?: Partial<Record<Problem, Partial<ProblemTexts>>>
}

/** All choices made. */
export interface Theme {
  readonly title: string
  readonly logo: string | undefined
  readonly light: Palette
  readonly dark: Palette
  readonly lang: string
  readonly direction: 'ltr' | 'rtl'
  readonly texts: PageTexts
  readonly problems: Readonly<Record<Problem, ProblemTexts>>
}

const LIGHT: Palette = {
  accent: '#1f4fd1',
  onAccent: '#ffffff',
  background: '#f3f4f7',
  surface: '#ffffff',
  text: '#171b26',
  muted: '#555e70',
}

const DARK: Palette = {
  accent: '#93b1ff',
  onAccent: '#0b1533',
  background: '#0c0e13',
  surface: '#161a22',
  text: '#e9ecf2',
  muted: '#a2abbc',
}

const DATA_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/
/** One leading slash: two would name another host. */
const OWN_PATH = /^\/(?![/\\])[\w\-./~%]*$/
const MAX_LOGO_LENGTH = 262_144

const Text = z.string().check(z.minLength(1), z.maxLength(500))
const Color = z.string().check(z.regex(HEX_COLOR, 'expected a colour as #rgb or #rrggbb'))
const Colors = z.optional(
  z.strictObject({
    accent: z.optional(Color),
    onAccent: z.optional(Color),
    background: z.optional(Color),
    surface: z.optional(Color),
    text: z.optional(Color),
    muted: z.optional(Color),
  }),
)
const Logo = z.string().check(
  z.maxLength(MAX_LOGO_LENGTH),
  z.refine(
    (logo) => DATA_IMAGE.test(logo) || OWN_PATH.test(logo),
    'expected a base64 data:image URL or a path on this origin such as /logo.svg',
  ),
)

/** Well-formed by BCP 47 §2.1, and of letters, digits and hyphens alone: it becomes an attribute. */
function isLanguageTag(lang: string): boolean {
  if (!/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(lang)) return false
  try {
    return new Intl.Locale(lang).baseName !== ''
  } catch {
    return false
  }
}

function optionalKeys<Key extends string, Schema extends z.ZodMiniType>(
  keys: Readonly<Record<Key, unknown>>,
  schema: Schema,
) {
  const entries = Object.keys(keys).map((key) => [key, z.optional(schema)])
  return z.strictObject(Object.fromEntries(entries) as Record<Key, z.ZodMiniOptional<Schema>>)
}

const Problems = optionalKeys(
  ENGLISH_PROBLEMS,
  z.strictObject({ heading: z.optional(Text), message: z.optional(Text), advice: z.optional(Text) }),
)

const Options = z.strictObject({
  title: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  logo: z.optional(Logo),
  colors: z.optional(z.strictObject({ light: Colors, dark: Colors })),
  lang: z._default(z.string().check(z.refine(isLanguageTag, 'expected a BCP 47 tag')), 'en'),
  direction: z._default(z.enum(['ltr', 'rtl']), 'ltr'),
  texts: z.optional(optionalKeys(ENGLISH, Text)),
  problems: z.optional(Problems),
})

/** Lays given values over the defaults; `undefined` means the default. */
function overlay<T extends object>(defaults: T, given: { readonly [Key in keyof T]?: T[Key] | undefined } = {}): T {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...defaults, ...(Object.fromEntries(set) as Partial<T>) }
}

function paletteOf(scheme: 'light' | 'dark', defaults: Palette, given: z.output<typeof Colors>): Palette {
  const onAccent = given?.onAccent ?? (given?.accent === undefined ? undefined : readableOn(given.accent))
  const palette = overlay(defaults, { ...given, onAccent })
  assertReadable(`createPages: colors.${scheme}`, palette)
  return palette
}

/** @throws {ConfigError} when a text lost a placeholder (a page must name the client) or has an unknown one */
function assertPlaceholders(texts: PageTexts): void {
  for (const [key, english] of Object.entries(ENGLISH)) {
    const wanted = placeholdersOf(english)
    if (placeholdersOf(texts[key as keyof PageTexts]).join() === wanted.join()) continue
    throw new ConfigError({
      option: `createPages: texts.${key}`,
      anchor: 'pages.texts',
      problem: 'its words in braces differ from those of the default text.',
      fix: `Use exactly: ${wanted.map((name) => `{${name}}`).join(', ') || 'none'}.`,
    })
  }
}

/** @throws {ConfigError} naming the option, what is wrong and what to write instead */
export function resolveTheme(options: PagesOptions): Theme {
  const {
    title,
    logo,
    colors,
    lang,
    direction,
    texts: ownTexts,
    problems,
  } = parseOptions('createPages', Options, options)
  const texts = overlay<PageTexts>(ENGLISH, ownTexts)
  assertPlaceholders(texts)
  const entries = Object.entries(ENGLISH_PROBLEMS) as [Problem, ProblemTexts][]
  return {
    title: title ?? texts.title,
    logo,
    light: paletteOf('light', LIGHT, colors?.light),
    dark: paletteOf('dark', DARK, colors?.dark),
    lang,
    direction,
    texts,
    problems: Object.fromEntries(
      entries.map(([key, own]) => [key, overlay(own, problems?.[key])]),
    ) as Theme['problems'],
  }
}
