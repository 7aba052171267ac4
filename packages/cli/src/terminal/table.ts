/** Columns as wide as their widest cell; the last one is not padded. */
export function table(rows: readonly (readonly string[])[], paint: (cell: string, column: number) => string): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = column === row.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - cell.length + 2)
          return `${paint(cell, column)}${padding}`
        })
        .join('')
        .trimEnd(),
    )
    .join('\n')
}
