/** Shorter sentences are labels: there is too little in them to judge. */
const FEWEST = 6

const ENDINGS = ['ing', 'ed', 'es', 's']

function stemOf(word: string): string {
  for (const ending of ENDINGS) {
    if (word.length >= ending.length + 3 && word.endsWith(ending)) return word.slice(0, -ending.length)
  }
  return word
}

/** What a sentence is judged by: its words without their endings, and each two that follow each other. */
export function wordingFeatures(words: string): string[] {
  const found: string[] = []
  const all = words.trim().split(' ')
  if (all.length < FEWEST) return found
  let before = ''
  for (const word of all) {
    const stem = stemOf(word)
    found.push(stem)
    if (before !== '') found.push(`${before}_${stem}`)
    before = stem
  }
  return found
}
