type Cell = string | number;

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as CSV (RFC 4180): lines end with CRLF, and what holds a separator, a quote or a line break is quoted. A text that a
 * spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers, with a point, whatever the language.
 */
export function toCsv(rows: Cell[][]): string {
	return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('');
}

function writeCell(cell: Cell): string {
	if (typeof cell === 'number') return String(cell);
	const text = FORMULA.test(cell) ? `'${cell}` : cell;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
