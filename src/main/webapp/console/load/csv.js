/** The columns and first rows of a CSV file, and the file as the service gets it. */

import { FIELDS } from "../fields.js";
import { match } from "./columns.js";
import { breaksIn, CsvReader, csvRow } from "./csv-text.js";

const SEPARATORS = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars" };
const SEPARATOR_LINE = /^[\s,;|"]*?"?sep=(\t|[^"\w\s])"?[\t ,;|]*(?=[\r\n]|$)/i;
const PART = 1 << 22;
const INVISIBLE = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}]/gu;
const SPACES = /[\p{Zs}\p{Zl}\p{Zp}]/gu;

/**
 * The `columns` and the rows of the head of a CSV file.
 * @param delimiter what separates the columns, if that is known
 * @returns also `line` and `end` of the row of column names, and `all`, whether these are all rows
 */
export function readCsv({ text, whole }, delimiter) {
  const separator = delimiter ?? separatorOf(text, whole);
  const header = separator && headerOf(text, separator, whole);
  if (!header) {
    throw new Error("No row of column names was found in the first megabyte of this file.");
  }
  const rows = rowsOf(text, header.line, separator, whole);
  return { ...header, separator, rows, all: whole };
}

export function separatorName(separator) {
  return SEPARATORS[separator];
}

/** Named by the first line, as Excel writes it, or the one by which the columns are best known. */
function separatorOf(text, whole) {
  const [, named] = SEPARATOR_LINE.exec(text) ?? [];
  if (named) {
    if (!SEPARATORS[named]) {
      throw new Error(`The first line gives “${named}” as the separator. Save the file with commas or semicolons.`);
    }
    return named;
  }
  const [best] = Object.keys(SEPARATORS)
    .map((separator) => ({ separator, header: headerOf(text, separator, whole) }))
    .filter(({ header }) => header)
    .toSorted((a, b) => known(b.header) - known(a.header) || b.header.columns.length - a.header.columns.length);
  return best?.separator;
}

function known({ columns }) {
  return match(columns).filter(Boolean).length;
}

/** The first row that is neither empty nor names the separator; null if it is no CSV. */
function headerOf(text, separator, whole) {
  try {
    let isNext = !SEPARATOR_LINE.test(text);
    for (const row of new CsvReader(separator).rows(text, whole)) {
      if (isNext) {
        return { columns: row.fields.map((name) => name.trim()), line: row.line, end: row.end };
      }
      isNext = true;
    }
  } catch {
    // Another separator may do.
  }
  return null;
}

function rowsOf(text, line, separator, whole) {
  return [...new CsvReader(separator).rows(text, whole)].filter((row) => row.line > line)
    .map((row) => Object.assign(row.fields, { line: row.line }));
}

/** The name of a column without the marks that nobody sees; one that has no name has its position. */
export function plainName(name, column) {
  return name.replace(SPACES, " ").replace(INVISIBLE, "").trim() || `column ${column + 1}`;
}

/** The name as it is shown, with the marks that nobody sees as their numbers. */
export function visibleName(name, column) {
  const number = (mark) => mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return name.replace(INVISIBLE, (mark) => `[U+${number(mark)}]`).trim() || `column ${column + 1}`;
}

/** Rows as CSV, with the names of their members. */
export function writeCsv(names, rows) {
  return [names, ...rows].map(csvRow).join("\n");
}

/**
 * The file, which is in UTF-8, with other names of its columns. Nothing else is read or changed, and all
 * rows stay in their lines, which the service tells with what is wrong in them.
 */
export function renamed({ file, text, mark }, { separator, end }, names) {
  const head = text.slice(0, end);
  const breaks = "\n".repeat(breaksIn(head));
  return new Blob([names.join(separator), breaks, file.slice(mark + new TextEncoder().encode(head).length)]);
}

/**
 * The file in UTF-8 with its values converted; all rows stay in their lines.
 * @param convert makes the fields that are sent of those of a row
 */
export async function converted({ file, charset }, { separator, line }, names, convert) {
  const writer = new LineWriter();
  const reader = new CsvReader(separator);
  const take = (text, isLast) => {
    for (const row of reader.rows(text, isLast)) {
      if (row.line >= line) {
        writer.write(row.line, row.line === line ? names : convert(row.fields));
      }
    }
  };
  for await (const text of textsOf(file, charset)) {
    take(text, false);
  }
  take("", true);
  return writer.blob();
}

async function* textsOf(file, charset) {
  const reader = file.stream().pipeThrough(new TextDecoderStream(charset, { fatal: true })).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      yield next.value;
    }
  } catch (failure) {
    throw failure instanceof TypeError ? new Error(`This file is not in ${charset}.`) : failure;
  }
}

/** Writes rows at the lines where they were. */
class LineWriter {
  #parts = [];
  #rows = [];
  #length = 0;
  #line = 1;

  write(line, fields) {
    const row = csvRow(fields);
    this.#rows.push("\n".repeat(line - this.#line), row, "\n");
    this.#length += row.length;
    this.#line = line + breaksIn(row) + 1;
    if (this.#length > PART) {
      this.#flush();
    }
  }

  /** A Blob may be on disk, a text is in memory. */
  #flush() {
    this.#parts.push(new Blob([this.#rows.join("")]));
    this.#rows = [];
    this.#length = 0;
  }

  blob() {
    this.#flush();
    return new Blob(this.#parts);
  }
}

/**
 * The names that the service gets: that of a column's member, or for one that is left out a name
 * that no member has.
 */
export function namesFor(columns, members) {
  return columns.map((column, index) => members[index] ?? leftOut(plainName(column, index)));
}

function leftOut(column) {
  const name = column.replace(/[\s,;"]+/g, " ");
  return isMember(name) ? `${name} (left out)` : name;
}

/** The service finds columns in any letter case. */
function isMember(text) {
  return FIELDS.some(({ name }) => name.toLowerCase() === text.toLowerCase());
}
