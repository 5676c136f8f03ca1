/** A file that was chosen: what of it is shown and tried, and what of it is sent. */

import { field } from "../fields.js";
import { match } from "./columns.js";
import { namesFor, readCsv, renamed, separatorName, writeCsv } from "./csv.js";
import { readJson } from "./json.js";
import { isCsv, sourceOf } from "./source.js";

const MOST = 100;

/**
 * Its `columns` and first `rows`, and the `members` that the columns are for. What is in a packed
 * file is not known.
 */
export async function draftOf(file) {
  const source = await sourceOf(file);
  if (source.packed) {
    return packed(source);
  }
  return isCsv(source) ? csv(source, await readCsv(source, MOST)) : json(source, readJson(source, MOST));
}

function packed({ file, format }) {
  return { file, packed: true, about: `${format.name}, packed`, type: format.type, body: () => file };
}

function csv(source, head) {
  const members = match(head.columns);
  const names = () => namesFor(head.columns, members, source.charset);
  return {
    ...head,
    file: source.file,
    about: `CSV with ${separatorName(head.separator)}`,
    charset: source.charset,
    members,
    isMapped: true,
    type: source.charset === "utf-8" ? "text/csv" : `text/csv; charset=${source.charset}`,
    body: () => renamed(source, head, names()),
    sample: async () => ({ type: "text/csv", body: await writeCsv(names(), head.rows) }),
  };
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
