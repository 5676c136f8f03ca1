/** Finds out what is in a file by its head alone, so that it may have any size. */

const HEAD = 1 << 20;
const MAX_UNCOMPRESSED = 1 << 16;
const FORMATS = {
  csv: { name: "CSV", type: "text/csv" },
  ndjson: { name: "NDJSON", type: "application/x-ndjson" },
  json: { name: "JSON", type: "application/json" },
};
const ENDINGS = { csv: "csv", tsv: "csv", txt: "csv", ndjson: "ndjson", jsonl: "ndjson", json: "json" };
const MARKS = [
  { charset: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { charset: "utf-16le", bytes: [0xff, 0xfe] },
  { charset: "utf-16be", bytes: [0xfe, 0xff] },
];

/** The encodings of CSV that people can choose. */
export const CHARSETS = {
  "utf-8": "Unicode (UTF-8)",
  "utf-16le": "Unicode (UTF-16)",
  "utf-16be": "Unicode (UTF-16, big-endian)",
  "windows-1252": "Western European (Windows-1252)",
  "windows-1250": "Central European (Windows-1250)",
  "iso-8859-15": "Western European (ISO 8859-15)",
  macintosh: "Western European (Mac OS Roman)",
};

/**
 * The properties of a file: its `format`, whether it `isGzipped`, the `text` of its head, whether that
 * is `whole`, how it is encoded (`charset`; `isCharsetKnown` if nobody need look) and how many bytes are
 * before the text (`mark`).
 * @param charset as the reader says
 */
export async function sourceOf(file, charset) {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  if (bytes.length === 0) {
    throw new Error("This file is empty.");
  }
  return begins(bytes, [0x1f, 0x8b]) ? gzipped(file) : plain(file, bytes, charset);
}

async function gzipped(file) {
  const ending = file.name.toLowerCase().match(/\.(\w+)\.gz(ip)?$/)?.[1];
  const format = FORMATS[ENDINGS[ending]];
  if (!format) {
    throw new Error("The name of a compressed file must end with .csv.gz, .ndjson.gz or .json.gz.");
  }
  return { file, format, isGzipped: true, charset: "utf-8", text: await beginning(file), whole: false };
}

/** The beginning of what is in a compressed file, as far as it can be uncompressed; no more of it is read. */
async function beginning(file) {
  const reader = file.stream()
    .pipeThrough(new DecompressionStream("gzip"))
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let text = "";
  try {
    for (let next = await reader.read(); !next.done && text.length < MAX_UNCOMPRESSED; next = await reader.read()) {
      text += next.value;
    }
  } catch {
    // The service says what is wrong with it.
  }
  reader.cancel().catch(() => {});
  return text;
}

function plain(file, bytes, chosen) {
  refuseOthers(bytes);
  const whole = file.size <= HEAD;
  const mark = MARKS.find((each) => begins(bytes, each.bytes));
  const charset = chosen ?? mark?.charset ?? charsetOf(bytes, whole);
  const text = decoded(bytes, charset, whole);
  if (text === null) {
    throw new Error(`This file is not in ${CHARSETS[charset] ?? charset}.`);
  }
  const format = formatOf(text);
  if (charset !== "utf-8" && format !== FORMATS.csv) {
    throw new Error("This file is not in UTF-8, as JSON must be. Save it as UTF-8.");
  }
  const isCharsetKnown = Boolean(mark) || charset.startsWith("utf-");
  return { file, format, isGzipped: false, text, whole, charset, isCharsetKnown, mark: mark?.bytes.length ?? 0 };
}

/** A file of other programs without a mark: every second byte of UTF-16 is 0 in most texts. */
function charsetOf(bytes, whole) {
  const head = bytes.subarray(0, 1024);
  const zeros = [0, 1].map((first) => head.filter((byte, at) => byte === 0 && at % 2 === first).length);
  if (Math.max(...zeros) > head.length / 5) {
    return zeros[1] > zeros[0] ? "utf-16le" : "utf-16be";
  }
  return decoded(bytes, "utf-8", whole) === null ? "windows-1252" : "utf-8";
}

/** The files that people choose by mistake. */
function refuseOthers(bytes) {
  if (begins(bytes, [0x50, 0x4b])) {
    throw new Error("This is a workbook or a ZIP file. Save the sheet as CSV (“CSV UTF-8”), and choose that file.");
  }
  if (begins(bytes, [0xff, 0xfe, 0, 0]) || begins(bytes, [0, 0, 0xfe, 0xff])) {
    throw new Error("This file is in UTF-32, which browsers cannot read. Save it as UTF-8.");
  }
  if (begins(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new Error("This is an Excel workbook. Save the sheet as CSV (“CSV UTF-8”), and choose that file.");
  }
}

/** Null when it is not in this charset; a character that the end of the head cuts is left out. */
function decoded(bytes, charset, whole) {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: !whole });
  } catch {
    return null;
  }
}

function formatOf(text) {
  const first = text.trimStart()[0];
  return { "[": FORMATS.json, "{": FORMATS.ndjson }[first] ?? FORMATS.csv;
}

function begins(bytes, start) {
  return start.every((byte, index) => bytes[index] === byte);
}

export function isCsv(source) {
  return source.format === FORMATS.csv;
}
