/** The items of a job with their outcomes, which may be millions. */

import { api } from "../api.js";

const TYPES = { csv: "text/csv", ndjson: "application/x-ndjson" };
const BROKEN = "The list broke off before its end. Try again.";

/** The first items, each as an object. What follows them is not received. */
export async function firstItems({ database, id, result, most, signal }) {
  const response = await open({ database, id, result, type: TYPES.ndjson, signal });
  const items = [];
  for await (const line of linesOf(response.body)) {
    items.push(JSON.parse(line));
    if (items.length === most) {
      return items;
    }
  }
  check(response, items.length);
  return items;
}

/** All items as a file. */
export async function allItems({ database, id, result, format }) {
  const response = await open({ database, id, result, type: TYPES[format] });
  const counter = format === "csv" ? csvCounter() : lineCounter();
  const counted = response.body.pipeThrough(new TransformStream({
    transform(chunk, out) {
      counter.count(chunk);
      out.enqueue(chunk);
    },
  }));
  const blob = await new Response(counted, { headers: { "Content-Type": TYPES[format] } }).blob();
  check(response, counter.rows);
  return blob;
}

function open({ database, id, result, type, signal }) {
  return api.open("GET", `/jobs/${id}/${result}`, { database, accept: type, signal });
}

/** A response that breaks off ends like any other; only their number tells. */
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

function lineCounter() {
  return {
    rows: 0,
    count(bytes) {
      for (const byte of bytes) {
        this.rows += byte === 0x0a ? 1 : 0;
      }
    },
  };
}

/** A line break within quotes belongs to a value, and the first row has the names. */
function csvCounter() {
  let isQuoted = false;
  return {
    rows: -1,
    count(bytes) {
      for (const byte of bytes) {
        if (byte === 0x22) {
          isQuoted = !isQuoted;
        } else if (byte === 0x0a && !isQuoted) {
          this.rows++;
        }
      }
    },
  };
}
