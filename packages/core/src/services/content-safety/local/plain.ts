const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** How much of a text without any stop is read as one sentence. */
const PIECE = 600
const OVERLAP = 200

/** Single letters with single spaces between them: how words are written to be read by a model and missed by a filter. */
const SPACED_OUT = /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}] ){5,}[\p{L}\p{N}](?![\p{L}\p{N}])/gu

/** Digits and signs that stand for letters, between letters. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  $: 's',
  '@': 'a',
}
const LEET_WORD = /(?<![\w@$])(?=[\p{L}\d@$]{0,20}\p{L})(?=[a-z\d@$]{0,20}[013457$@])[a-z\d@$]{3,20}(?![\w@$])/giu

/** The text as a model reads it: compatibility forms folded, nothing hidden, lower case. */
export function plain(text: string): string {
  return text.replaceAll(UNSEEN, '').normalize('NFKC').toLowerCase()
}

/** The text with words put together again that were taken apart, or written with digits; the same text where there are none. */
export function undisguised(text: string): string {
  return text
    .replaceAll(/[ \u3000]{2,}/g, '\u0001')
    .replaceAll(SPACED_OUT, (run) => run.replaceAll(' ', ''))
    .replaceAll('\u0001', ' ')
    .replaceAll(LEET_WORD, (word) => word.replaceAll(/[013457$@]/g, (sign) => LEET[sign] ?? sign))
}

/** Sentences of a text that went through {@link plain}; long ones in overlapping pieces. */
export function* sentences(text: string): Generator<string> {
  for (const part of text.split(/(?<=[.!?])\s+|[。！？]|[\r\n]{2,}|<!--|-->/u)) {
    const line = part.replaceAll(/[\s*_`"“”„«»]+/gu, ' ')
    for (let start = 0; start < line.length; start += PIECE - OVERLAP) {
      yield line.slice(start, start + PIECE)
      if (start + PIECE >= line.length) break
    }
  }
}
