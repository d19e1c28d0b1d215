/** A record of a CSV file with the line it begins on, from 1. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

/** A file that is no CSV; the message names the line. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

/**
 * Reads CSV as RFC 4180 has it: fields in quotes may hold commas, line breaks and doubled quotes. Empty lines are passed over.
 * @throws CsvError
 */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const end = text.length;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;

  function quoted(): string {
    const begun = line;
    let field = '';
    for (at++; at < end; at++) {
      const character = text.charAt(at);
      if (character === '\n') line++;
      if (character !== '"') field += character;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at++;
      } else {
        at++;
        if (at < end && !/[,\r\n]/.test(text.charAt(at))) {
          throw new CsvError(`line ${line}: after a closing quote comes a comma or the end of the line`);
        }
        return field;
      }
    }
    throw new CsvError(`line ${begun}: a quoted field is never closed`);
  }

  function plain(): string {
    const start = at;
    while (at < end && !/[,\r\n]/.test(text.charAt(at))) at++;
    return text.slice(start, at);
  }

  while (at < end) {
    const record: CsvRecord = { line, fields: [] };
    for (;;) {
      record.fields.push(text.charAt(at) === '"' ? quoted() : plain());
      if (text.charAt(at) !== ',') break;
      at++;
    }
    if (text.startsWith('\r\n', at)) at += 2;
    else if (at < end) at++;
    line++;
    if (record.fields.length > 1 || record.fields[0] !== '') records.push(record);
  }
  return records;
}

/** One line of CSV, without its end; fields are quoted where they must be. */
export function csvLine(fields: readonly (string | number)[]): string {
  return fields
    .map((field) =>
      /[",\r\n]/.test(String(field)) ? `"${String(field).replaceAll('"', '""')}"` : String(field),
    )
    .join(',');
}
