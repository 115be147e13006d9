const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

const style = `
body{font:12px/1.4 system-ui,sans-serif;margin:1.5em;max-width:60em}
h1{font-size:18px}
h2{font-size:14px;margin:1.4em 0 .4em}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #777;padding:2px 5px;text-align:left;vertical-align:top}
tr,dl{break-inside:avoid}
dl{display:grid;grid-template-columns:max-content auto;gap:0 1em;margin:.3em 0}
dd{margin:0}
.mark{font-weight:bold}
code{overflow-wrap:anywhere}
@page{size:A4;margin:15mm}`;

/** Headers of a page that loads and runs nothing, whatever its cells hold. */
export const nothingRuns = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** A page to print: no scripts, nothing loaded. `body` is HTML already. */
export const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head>
<body><h1>${escaped(title)}</h1>
${body}</body></html>
`;

export const heading = (text: string): string => `<h2>${escaped(text)}</h2>\n`;
export const paragraph = (text: string): string => `<p>${escaped(text)}</p>\n`;

/** Names and values; a value that is not known is left out. */
export const terms = (entries: ReadonlyArray<readonly [string, string | null | undefined]>): string =>
  `<dl>${entries
    .flatMap(([name, value]) =>
      value === null || value === undefined || value === ''
        ? []
        : [`<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`],
    )
    .join('')}</dl>\n`;

/** A table of texts; without rows it says so. */
export const table = (
  headings: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  none: string,
): string =>
  rows.length === 0
    ? paragraph(none)
    : `<table><thead><tr>${headings.map((text) => `<th scope="col">${escaped(text)}</th>`).join('')}</tr></thead><tbody>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('\n')}
</tbody></table>\n`;

/** A value of any form as one line: text as it is, members of an object with commas between. */
export const lineOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.values(value)
        .map((part) => lineOf(part))
        .filter((part) => part !== '')
        .join(', ')
    : value === undefined || value === null
      ? ''
      : String(value);
