/** A file that was chosen: what of it is shown and tried, and what of it is sent. */

import { FIELDS, field } from "../fields.js";
import { match } from "./columns.js";
import { Conversion, isPadded } from "./conversion.js";
import { converted, namesFor, readCsv, renamed, separatorName, plainName, visibleName, writeCsv } from "./csv.js";
import { formatsOf } from "./dates.js";
import { isWrittenByService, unguard } from "./formula-guard.js";
import { readJson } from "./json.js";
import { isCsv, sourceOf } from "./source.js";

const MAX_ROWS = 100;

/**
 * Its `columns` and first `rows`, and the `members` that the columns are for. Of a gzipped file only the
 * columns of CSV are read. CSV is `guarded` if apostrophes before what a spreadsheet would run are
 * to be removed, which the reader may change; `looksGuarded` if it could have any.
 *
 * @param options what the reader says of the file: its `charset`, its `delimiter`
 */
export async function draftOf(file, options = {}) {
  const source = await sourceOf(file, options.charset);
  if (source.isGzipped) {
    return isCsv(source) ? gzippedCsv(source) : gzipped(source);
  }
  return isCsv(source)
    ? new CsvDraft(source, readCsv(source, options.delimiter))
    : json(source, readJson(source, MAX_ROWS));
}

function gzipped({ file, format }) {
  return { file, isGzipped: true, about: `${format.name}, compressed`, type: format.type, body: () => file };
}

function gzippedCsv(source) {
  const guarded = isFromService(columnsOf(source));
  return {
    ...gzipped(source),
    guarded,
    looksGuarded: guarded,
    get type() { return csvType(this.guarded); },
  };
}

function columnsOf(source) {
  try {
    return readCsv(source).columns;
  } catch {
    return [];
  }
}

/** A CSV file, the columns of which are mapped and the values of which can be converted. */
class CsvDraft {
  isMapped = true;
  conversion = new Conversion();
  #source;
  #head;
  #guardedRows;
  #areFormatsChosen = false;

  constructor(source, head) {
    this.#source = source;
    this.#head = head;
    this.#guardedRows = head.rows.map((row) => Object.assign(row.map(unguard), { line: row.line }));
    this.file = source.file;
    this.charset = source.charset;
    this.isCharsetKnown = source.isCharsetKnown;
    this.separator = head.separator;
    this.about = `CSV with ${separatorName(head.separator)}`;
    this.columns = head.columns.map(visibleName);
    this.names = head.columns.map(plainName);
    this.members = match(head.columns);
    this.guarded = isFromService(head.columns);
    this.looksGuarded = this.guarded || head.rows.some((row) => row.some((text) => text !== unguard(text)));
    this.findDates();
  }

  /** Without the apostrophes, if it is guarded. */
  get #rows() {
    return this.guarded ? this.#guardedRows : this.#head.rows;
  }

  get rows() {
    return this.#rows.slice(0, MAX_ROWS);
  }

  get all() {
    return this.#head.all && this.#rows.length <= MAX_ROWS;
  }

  get isPadded() {
    return this.#rows.some((row) => row.some(isPadded));
  }

  /** The texts of a column in the head of the file, each once. */
  texts(column) {
    return [...new Set(this.#rows.map((row) => row[column] ?? ""))];
  }

  /** The reader, or a profile, says how dates are written. */
  chooseFormats(formats) {
    this.conversion.formats = [...formats];
    this.question = null;
    this.#areFormatsChosen = true;
  }

  /** Finds how dates are written, unless it was said; `question` if only the reader knows. */
  findDates() {
    if (this.#areFormatsChosen) {
      return;
    }
    const isDate = (member) => member && field(member).kind === "date";
    const dates = this.members.flatMap((member, column) => (isDate(member) ? this.texts(column) : []));
    const { formats, example, choices } = formatsOf(dates);
    this.conversion.formats = formats;
    this.question = example && { example, choices };
  }

  /** Values below the first rows, in the head of the file, that are no dates: their `line`, `column` and `error`. */
  get laterErrors() {
    return this.#rows.slice(MAX_ROWS).flatMap((row) => row.map((text, column) => {
      const { error } = this.conversion.of(this.members[column], text);
      return { line: row.line, column: this.columns[column], error };
    }).filter(({ error }) => error));
  }

  /** Rows as they would be sent. */
  get sent() {
    return this.rows.map((row) => this.conversion.row(this.members, row));
  }

  get #isConverted() {
    return this.conversion.isNeeded || this.charset !== "utf-8";
  }

  /** Apostrophes are removed here if values are converted, and by the service otherwise. */
  get type() {
    return csvType(this.guarded && !this.#isConverted);
  }

  async body() {
    const names = this.#names();
    const convert = (fields) => this.conversion.row(this.members, this.guarded ? fields.map(unguard) : fields);
    return this.#isConverted
      ? converted(this.#source, this.#head, names, convert)
      : renamed(this.#source, this.#head, names);
  }

  sample() {
    return { type: "text/csv", body: writeCsv(this.#names(), this.sent) };
  }

  #names() {
    return namesFor(this.#head.columns, this.members);
  }
}

function isFromService(columns) {
  return isWrittenByService(columns, FIELDS.map(({ name }) => name));
}

function csvType(guarded) {
  return guarded ? "text/csv; guarded=true" : "text/csv";
}

function json({ file, format, charset }, head) {
  return {
    ...head,
    file,
    about: format.name,
    charset,
    sent: head.rows,
    members: head.columns.map((name) => field(name)?.name ?? null),
    type: format.type,
    body: () => file,
    sample: () => ({ type: "application/x-ndjson", body: head.texts.join("\n") }),
  };
}
