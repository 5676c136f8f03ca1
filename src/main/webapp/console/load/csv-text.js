/** Reads and writes CSV (RFC 4180) by the rules of the service, and keeps the lines of rows. */

const PLAIN = { ",": /[^,\r\n]*/y, ";": /[^;\r\n]*/y, "\t": /[^\t\r\n]*/y, "|": /[^|\r\n]*/y };
const NEEDS_QUOTES = /[",;\t\r\n\u001a]|^\s|\s$/;
const BLANK = /^[\s\u001c-\u001f]*$/;
const END_OF_FILE = "\u001a";

/** Reads rows from a text that arrives in parts. */
export class CsvReader {
  #separator;
  #rest = "";
  #isBeforeFirstRow = true;
  #line = 1;

  constructor(separator) {
    this.#separator = separator;
  }

  /**
   * The rows that end within the text so far, each with its `fields`, the `line` where it begins and
   * the `end` in the text that was not yet read. Rows of separators and blanks are left out unless
   * they have quotes, before the first other row also then, and each ^Z at the end, with which old programs end or fill files.
   * @param isLast whether no text follows
   */
  *rows(text, isLast) {
    const all = isLast ? withoutEndOfFile(this.#rest + text) : this.#rest + text;
    let at = 0;
    while (at < all.length) {
      const row = rowAt(all, at, this.#separator, isLast, this.#line);
      if (row === null) {
        break;
      }
      const line = this.#line;
      this.#line += row.breaks;
      at = row.end;
      if (!(isBlank(row.fields) && (this.#isBeforeFirstRow || !row.isQuoted))) {
        this.#isBeforeFirstRow = false;
        yield { ...row, line };
      }
    }
    this.#rest = all.slice(at);
  }
}

function isBlank(fields) {
  return fields.every((field) => BLANK.test(field));
}

function withoutEndOfFile(text) {
  let end = text.length;
  while (end > 0 && text[end - 1] === END_OF_FILE) {
    end -= 1;
  }
  return text.slice(0, end);
}

export function breaksIn(text) {
  return /[\r\n]/.test(text) ? text.match(/\r\n|\r|\n/g).length : 0;
}

/** The row that begins at a place; null if more text is needed to know its end. */
function rowAt(text, begin, separator, isLast, line) {
  const fields = [];
  let at = begin;
  let breaks = 0;
  let isQuoted = false;
  for (;;) {
    const field = text[at] === '"' ? quotedAt(text, at, isLast, line) : plainAt(text, at, separator);
    if (field === null || (field.end >= text.length - 1 && !isLast)) {
      return null;
    }
    fields.push(field.value);
    breaks += field.breaks ?? 0;
    isQuoted ||= "breaks" in field;
    const next = text[field.end];
    if (next === undefined) {
      return { fields, end: field.end, breaks, isQuoted };
    }
    if (next === "\r" || next === "\n") {
      const end = field.end + (next === "\r" && text[field.end + 1] === "\n" ? 2 : 1);
      return { fields, end, breaks: breaks + 1, isQuoted };
    }
    if (next !== separator) {
      throw new Error(`This file is not valid CSV: in the row at line ${line}, text follows a closing quote.`);
    }
    at = field.end + 1;
  }
}

function plainAt(text, at, separator) {
  const pattern = PLAIN[separator];
  pattern.lastIndex = at;
  const [value] = pattern.exec(text);
  return { value, end: at + value.length };
}

function quotedAt(text, begin, isLast, line) {
  for (let at = text.indexOf('"', begin + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') {
      const value = text.slice(begin + 1, at);
      return { value: value.replaceAll('""', '"'), end: at + 1, breaks: breaksIn(value) };
    }
  }
  if (isLast) {
    throw new Error(`This file is not valid CSV: a quote in the row at line ${line} is not closed.`);
  }
  return null;
}

/** A row as CSV with commas, and without its line break; one of empty fields has quotes, so that it is not left out. */
export function csvRow(fields) {
  const row = fields.map((text) => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(",");
  return /^,*$/.test(row) ? `""${row}` : row;
}
