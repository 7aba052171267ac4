const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/gu
const MARKS = /\p{M}/gu

/** Columns that a terminal needs: two for what East Asian scripts and pictures take, none for marks on letters. */
function widthOf(text: string): number {
  return Array.from(text.replaceAll(MARKS, '')).length + (text.match(WIDE)?.length ?? 0)
}

/** Columns as wide as their widest cell; the last one is not padded. */
export function table(rows: readonly (readonly string[])[], paint: (cell: string, column: number) => string): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? '')), 0),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = column === row.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - widthOf(cell) + 2)
          return `${paint(cell, column)}${padding}`
        })
        .join('')
        .trimEnd(),
    )
    .join('\n')
}
