/** The items of a job with their outcomes, which may be millions. */

import { api, WITH_ERRORS } from "../api.js";

const TYPES = { csv: "text/csv", ndjson: "application/x-ndjson" };
const BROKEN = "The list is incomplete. Try again.";

/** The first items, each as an object with its JSON `text`. What follows them is not received. */
export async function firstItems({ database, id, result, most, signal }) {
  const response = await open({ database, id, result, type: TYPES.ndjson, headers: WITH_ERRORS, signal });
  const items = [];
  for await (const line of linesOf(response.body)) {
    items.push({ item: JSON.parse(line), text: line });
    if (items.length === most) {
      return items;
    }
  }
  check(response, items.length);
  return items;
}

/**
 * All items as a file.
 * @param without the numbers of items, from 1, that are left out
 */
export async function allItems({ database, id, result, format, without }) {
  const response = await open({ database, id, result, type: TYPES[format] });
  const filter = new RowFilter(format === "csv", without);
  const filtered = response.body.pipeThrough(new TransformStream({
    transform: (chunk, out) => filter.kept(chunk).forEach((part) => out.enqueue(part)),
  }));
  const blob = await new Response(filtered, { headers: { "Content-Type": TYPES[format] } }).blob();
  check(response, filter.rows);
  return blob;
}

function open({ database, id, result, type, headers, signal }) {
  return api.open("GET", `/jobs/${id}/${result}`, { database, accept: type, headers, signal });
}

/** Some browsers take a response that breaks off over HTTP/1.1 for a complete one; the number tells. */
function check(response, rows) {
  if (rows < Number(response.headers.get("X-Total-Count"))) {
    throw new Error(BROKEN);
  }
}

async function* linesOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const lines = (rest + next.value).split("\n");
      rest = lines.pop();
      yield* lines;
    }
    if (rest) {
      yield rest;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Counts the rows of a file as it passes, and leaves some of them out. */
class RowFilter {
  #isCsv;
  #without;
  #isQuoted = false;

  /** How many rows have passed. The first row of CSV has the names of its columns. */
  rows;

  constructor(isCsv, without) {
    this.#isCsv = isCsv;
    this.#without = without;
    this.rows = isCsv ? -1 : 0;
  }

  /** The parts of a chunk that are kept. A line break within quotes belongs to a value of CSV. */
  kept(bytes) {
    const parts = [];
    let begin = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (this.#isCsv && bytes[at] === 0x22) {
        this.#isQuoted = !this.#isQuoted;
      } else if (bytes[at] === 0x0a && !this.#isQuoted) {
        this.#keep(parts, bytes.subarray(begin, at + 1));
        this.rows++;
        begin = at + 1;
      }
    }
    this.#keep(parts, bytes.subarray(begin));
    return parts;
  }

  /** A part of the row after those that have passed. */
  #keep(parts, part) {
    if (!this.#without.has(this.rows + 1)) {
      parts.push(part);
    }
  }
}
