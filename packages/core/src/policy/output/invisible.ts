/** Flags of England, Scotland and Wales: the only emoji that are made of tag characters (UTS #51, RGI). */
const FLAG = String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`

/** Between two pictures, the first perhaps with a skin tone or the emoji style: one picture of several. */
const EMOJI_JOINER = String.raw`(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})`
/** Style of the one picture before it, or of a keycap. */
const EMOJI_STYLE = String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)`

/** Scripts in which a joiner between two letters changes how they are written, and so the word. */
const JOINING = String.raw`\p{scx=Arab}\p{scx=Syrc}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Mymr}\p{scx=Khmr}\p{scx=Mong}`
/** Scripts have unseen characters of their own: none of them is a letter that something could belong to. */
const SEEN_BEFORE = String.raw`(?<!\p{Default_Ignorable_Code_Point})`
const SEEN_BEHIND = String.raw`(?!\p{Default_Ignorable_Code_Point})`
const LETTER_JOINER = String.raw`(?<=[${JOINING}])${SEEN_BEFORE}[\u200c\u200d](?=[${JOINING}])${SEEN_BEHIND}`
/** After a virama a joiner makes a half letter, or a Malayalam chillu, also where the word ends. */
const VIRAMA_JOINER = String.raw`(?<=[${JOINING}]${SEEN_BEFORE}[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca])\u200d`
const MONGOLIAN_STYLE = String.raw`(?<=\p{sc=Mong})${SEEN_BEFORE}[\u180b-\u180d\u180f]`

/** What nobody sees: UAX #44 default ignorables (zero-width, bidi, tags, variation selectors, fillers), annotations, nothing at all. */
const UNSEEN = String.raw`[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\p{Noncharacter_Code_Point}]`

const BIDI = String.raw`[\u061c\u200e\u200f\u2066-\u2069]`
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** One pattern for each set of things to keep: what is matched by the first group stays. */
function pattern(emoji: boolean, letters: boolean, bidi: boolean): RegExp {
  const kept = [
    ...(emoji ? [FLAG, EMOJI_JOINER, EMOJI_STYLE] : []),
    ...(letters ? [LETTER_JOINER, VIRAMA_JOINER, MONGOLIAN_STYLE] : []),
    ...(bidi ? [BIDI] : []),
  ]
  return new RegExp(kept.length === 0 ? UNSEEN : `(${kept.join('|')})|${UNSEEN}`, 'gu')
}

const patterns = new Map<string, RegExp>()

/** What of the unseen stays, because it is part of what is read. */
export interface Kept {
  readonly emoji: boolean
  readonly scripts: boolean
}

/** Takes out what a reader cannot see. Overrides of the direction of reading (U+202A to U+202E) never stay. */
export function withoutInvisible(text: string, { emoji, scripts }: Kept): string {
  const bidi = scripts && RIGHT_TO_LEFT.test(text)
  const key = `${String(emoji)} ${String(scripts)} ${String(bidi)}`
  const known = patterns.get(key) ?? pattern(emoji, scripts, bidi)
  patterns.set(key, known)
  return text.replaceAll(known, (_match, kept?: unknown) => (typeof kept === 'string' ? kept : ''))
}
