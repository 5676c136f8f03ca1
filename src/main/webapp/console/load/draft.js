/** A file that was chosen: what of it is shown and tried, and what of it is sent. */

import { FIELDS, field } from "../fields.js";
import { match } from "./columns.js";
import { namesFor, readCsv, renamed, separatorName, writeCsv } from "./csv.js";
import { isWrittenByService, unguard } from "./formula-guard.js";
import { readJson } from "./json.js";
import { isCsv, sourceOf } from "./source.js";

const MOST = 100;

/**
 * Its `columns` and first `rows`, and the `members` that the columns are for. Of a packed file only the
 * columns of CSV are looked at. CSV is `guarded` if apostrophes before what a spreadsheet would run are
 * to be taken off, which the reader may change; `looksGuarded` if it could have any.
 */
export async function draftOf(file) {
  const source = await sourceOf(file);
  if (source.packed) {
    return isCsv(source) ? packedCsv(source) : packed(source);
  }
  return isCsv(source) ? csv(source, await readCsv(source, MOST)) : json(source, readJson(source, MOST));
}

function packed({ file, format }) {
  return { file, packed: true, about: `${format.name}, packed`, type: format.type, body: () => file };
}

async function packedCsv(source) {
  const { columns } = await readCsv(source, 0).catch(() => ({ columns: [] }));
  const guarded = isFromService(columns);
  return {
    ...packed(source),
    guarded,
    looksGuarded: guarded,
    get type() { return csvType(source, this.guarded); },
  };
}

function csv(source, head) {
  const members = match(head.columns);
  const names = () => namesFor(head.columns, members, source.charset);
  const unguarded = head.rows.map((row) => row.map(unguard));
  const guarded = isFromService(head.columns);
  return {
    ...head,
    guarded,
    looksGuarded: guarded || head.rows.some((row, index) => row.some((text, column) => text !== unguarded[index][column])),
    get rows() { return this.guarded ? unguarded : head.rows; },
    file: source.file,
    about: `CSV with ${separatorName(head.separator)}`,
    charset: source.charset,
    members,
    isMapped: true,
    get type() { return csvType(source, this.guarded); },
    body: () => renamed(source, head, names()),
    async sample() { return { type: "text/csv", body: await writeCsv(names(), this.rows) }; },
  };
}

function isFromService(columns) {
  return isWrittenByService(columns, FIELDS.map(({ name }) => name));
}

function csvType({ charset }, guarded) {
  return ["text/csv", charset !== "utf-8" && `charset=${charset}`, guarded && "guarded=true"].filter(Boolean).join("; ");
}

function json({ file, format, charset }, head) {
  return {
    ...head,
    file,
    about: format.name,
    charset,
    members: head.columns.map((name) => field(name)?.name ?? null),
    type: format.type,
    body: () => file,
    sample: async () => ({ type: "application/x-ndjson", body: head.texts.join("\n") }),
  };
}
