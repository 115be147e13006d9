import { precisionOf } from '../../domain/time/effectiveTime.ts';

/**
 * Reads a date as a mapping's format writes it; undefined when the text does not fit or no such day exists. A year of two
 * digits is one of the hundred from `firstYear` on.
 */
export const createMomentReader = (format: string, firstYear = 0): ((text: string) => string | undefined) => {
  const parts: string[] = [];
  const pattern = format.replace(/Y+|M+|D+|[./\- ]/g, (part) => {
    if (!/^[YMD]/.test(part)) return part === '-' || part === ' ' ? part : `\\${part}`;
    parts.push(part);
    return part === 'YYYY' ? '(\\d{4})' : part.length === 2 ? '(\\d{2})' : '(\\d{1,2})';
  });
  const expression = new RegExp(`^${pattern}$`);
  return (text) => {
    const match = expression.exec(text);
    if (match === null) return undefined;
    const found: Record<string, string> = {};
    for (const [index, part] of parts.entries()) found[part.charAt(0)] = match[index + 1] ?? '';
    let year = Number(found['Y'] ?? '');
    if (!parts.includes('YYYY')) {
      year += Math.floor(firstYear / 100) * 100;
      if (year < firstYear) year += 100;
    }
    const two = (number: string | undefined): string => (number ?? '').padStart(2, '0');
    const written = [
      String(year).padStart(4, '0'),
      ...(found['M'] === undefined ? [] : [two(found['M'])]),
      ...(found['D'] === undefined ? [] : [two(found['D'])]),
    ].join('-');
    return precisionOf(written) === undefined ? undefined : written;
  };
};
