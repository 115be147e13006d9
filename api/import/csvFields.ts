export type Fields =
  | { readonly kind: 'FIELDS'; readonly fields: ReadonlyArray<string> }
  /** A quote is opened and not closed: the record goes on in the next line. */
  | { readonly kind: 'OPEN' }
  | { readonly kind: 'FAULT'; readonly fault: string };

const fault = (text: string): Fields => ({ kind: 'FAULT', fault: text });

/**
 * The fields of a record as RFC 4180 section 2 has them, to the letter: where a quote stands otherwise, what the fields
 * are would be a guess.
 */
export const fieldsOf = (text: string, delimiter: string, quoted: boolean): Fields => {
  if (!quoted || !text.includes('"')) return { kind: 'FIELDS', fields: text.split(delimiter) };
  const fields: string[] = [];
  for (let at = 0; ; at += 1) {
    if (text[at] === '"') {
      let field = '';
      let from = at + 1;
      let end = text.indexOf('"', from);
      for (; end >= 0 && text[end + 1] === '"'; end = text.indexOf('"', from)) {
        field += text.slice(from, end + 1);
        from = end + 2;
      }
      if (end < 0) return { kind: 'OPEN' };
      fields.push(field + text.slice(from, end));
      at = end + 1;
      if (at < text.length && text[at] !== delimiter)
        return fault(`text stands behind the quote that closes field ${fields.length}`);
    } else {
      const end = text.indexOf(delimiter, at);
      const field = text.slice(at, end < 0 ? text.length : end);
      fields.push(field);
      if (field.includes('"'))
        return fault(`a quote stands within field ${fields.length}, which is not quoted`);
      at += field.length;
    }
    if (at >= text.length) return { kind: 'FIELDS', fields };
  }
};
