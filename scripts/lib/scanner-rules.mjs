const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]|[^\x20-\x7e\p{L}\p{M}\p{P}\p{S}]/gu

/** Nothing in an example is invisible on the page, and long blanks are counted. */
const visible = (text) =>
  text
    .replaceAll(/ {9,}/g, (blanks) => `[${blanks.length} blanks]`)
    .replaceAll(UNSEEN, (character) => `\\u{${character.codePointAt(0).toString(16)}}`)

/** A code span that holds backticks. */
function span(text) {
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1)
  return fence.length > 1 ? `${fence} ${text} ${fence}` : `\`${text}\``
}

const rule = ({ id, severity, title, explanation, fix, bad, good }) => `## ${id}

**${severity}.** ${title} ${explanation}

- Instead: ${fix}
- Bad: ${span(visible(bad))}
- Good: ${span(visible(good))}
`

/** The page of the rules, worst first. */
export function rulesPage(rules) {
  const order = ['critical', 'high', 'medium', 'low']
  const sorted = [...rules].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  return `# Scanner rules

What \`scanTools\` and \`scanSurface\` look for, worst first. The severity is the one of the plain case; a place that makes it
milder or graver is told apart by the rule. How to read a report: [Scanning tools](../guides/scanning-tools.md).

<!-- Written by scripts/scanner-rules.mjs: change the rules, not the page. -->

${sorted.map(rule).join('\n')}`
}
