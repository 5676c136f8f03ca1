/** The head of a CSV file, and the file with other names of its columns. */

import { FIELDS } from "../fields.js";
import { library } from "../library.js";

const SEPARATORS = { ",": "commas", ";": "semicolons", "\t": "tabs" };

/**
 * The columns and the first rows of a CSV file, and the `end` of its first row in the text.
 * @param most how many rows
 */
export async function readCsv({ text, whole }, most) {
  const Papa = await library("papaparse.js", "Papa");
  const separator = separatorOf(text);
  const { data } = Papa.parse(text, { delimiter: separator, skipEmptyLines: true, preview: most + 2 });
  if (!whole && data.length < most + 2) {
    data.pop();
  }
  if (data.length === 0) {
    throw new Error("This file has no row of column names that ends within its first megabyte.");
  }
  const [columns, ...rows] = data;
  return {
    separator,
    columns: columns.map((name) => name.trim()),
    rows: rows.slice(0, most),
    all: whole && rows.length <= most,
    end: endOfFirstRow(text, separator),
  };
}

export function separatorName(separator) {
  return SEPARATORS[separator];
}

/** The one that the first line has most of, as the service finds it. */
function separatorOf(text) {
  const line = text.split("\n", 1)[0];
  const count = (separator) => line.split(separator).length;
  return Object.keys(SEPARATORS).reduce((most, next) => (count(next) > count(most) ? next : most));
}

/** The parser does not tell it reliably. Empty lines before the row belong to it. */
function endOfFirstRow(text, separator) {
  let quoted = false;
  let begun = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"' && (quoted || !begun || text[at - 1] === separator)) {
      quoted = !quoted;
    } else if (!quoted && isLineBreak(character)) {
      if (begun) {
        return character === "\r" && text[at + 1] === "\n" ? at + 2 : at + 1;
      }
      continue;
    }
    begun = true;
  }
  return text.length;
}

function isLineBreak(character) {
  return character === "\n" || character === "\r";
}

/** Rows as CSV, with the names of their members. */
export async function writeCsv(names, rows) {
  const Papa = await library("papaparse.js", "Papa");
  return Papa.unparse([names, ...rows]);
}

/**
 * The file with other names in its first row. Nothing else is read or changed, and all rows stay in
 * their lines, which the service tells with what is wrong in them.
 */
export function renamed({ file, text, charset, mark }, { separator, end }, names) {
  const head = text.slice(0, end);
  const breaks = head.match(/\r\n|\r|\n/g) ?? [];
  const bytes = charset === "utf-8" ? new TextEncoder().encode(head).length : head.length;
  return new Blob([names.join(separator), ...breaks, file.slice(mark + bytes)]);
}

/**
 * The names that the service gets: that of a column's member, or for one that is left out a name
 * that no member has.
 */
export function namesFor(columns, members, charset) {
  return columns.map((column, index) => members[index] ?? leftOut(column, charset));
}

function leftOut(column, charset) {
  const plain = column.replace(/[\s,;"]+/g, " ");
  const name = charset === "utf-8" ? plain : plain.replace(/[^ -~]/g, "?");
  return isMember(name) ? `${name} (left out)` : name;
}

/** The service finds columns in any letter case. */
function isMember(text) {
  return FIELDS.some(({ name }) => name.toLowerCase() === text.toLowerCase());
}
