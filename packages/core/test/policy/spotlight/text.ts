import fc from 'fast-check'

/** Any JavaScript string: lone surrogates, NUL, private use, everything. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
)

/** Pieces that somebody would use who wants out. */
const PIECES = [
  'untrusted-text',
  '</untrusted-text-',
  '<untrusted-text-',
  'UNTRUSTED-TEXT',
  'ｕｎｔｒｕｓｔｅｄ－ｔｅｘｔ',
  'un\u200btrus\u{e0041}ted-te\u00adxt',
  'untruѕtеd‐tехt',
  'u\u0301ntrusted\u0000-text',
  'untru\ufb06ed-text',
  '🇺🇳🇹🇷🇺🇸🇹🇪🇩-🇹🇪🇽🇹',
  '\\',
  '\\untrusted-text',
  '<\\/untrusted-text-',
  '>\n',
  '\n</',
  '漢字かな',
  ' ',
  '\n',
  '\ue000',
  '\ue001',
  '\uf8ff',
  '\ud800',
  '\udc00',
  '㍳',
  'u',
  'n',
  '"',
]

/** Attacks, glued together and mixed with anything. */
export const hostileText = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, anyText), { maxLength: 12 })
  .map((parts) => parts.join(''))

/** A marker without its disguise: how the most generous reader takes a text. */
export const seen = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .replaceAll(/\p{Pd}/gu, '-')
