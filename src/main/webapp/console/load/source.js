/** Finds out what is in a file by its head alone, so that it may have any size. */

const HEAD = 1 << 20;
const UNPACKED = 1 << 16;
const FORMATS = {
  csv: { name: "CSV", type: "text/csv" },
  ndjson: { name: "Lines of JSON", type: "application/x-ndjson" },
  json: { name: "JSON", type: "application/json" },
};
const ENDINGS = { csv: "csv", tsv: "csv", txt: "csv", ndjson: "ndjson", jsonl: "ndjson", json: "json" };
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * What is known of a file: its `format`, whether it is `packed`, the `text` of its head, whether that
 * is `whole`, how it is encoded (`charset`) and how many bytes are before the text (`mark`).
 */
export async function sourceOf(file) {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  if (bytes.length === 0) {
    throw new Error("This file is empty.");
  }
  return begins(bytes, [0x1f, 0x8b]) ? packed(file) : plain(file, bytes);
}

async function packed(file) {
  const ending = file.name.toLowerCase().match(/\.(\w+)\.gz(ip)?$/)?.[1];
  const format = FORMATS[ENDINGS[ending]];
  if (!format) {
    throw new Error("What is in this packed file? Name it so that it ends with .csv.gz, .ndjson.gz or .json.gz.");
  }
  return { file, format, packed: true, charset: "utf-8", text: await beginning(file), whole: false };
}

/** The beginning of what is in a packed file, as far as it can be unpacked; no more of it is read. */
async function beginning(file) {
  const reader = file.stream()
    .pipeThrough(new DecompressionStream("gzip"))
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let text = "";
  try {
    for (let next = await reader.read(); !next.done && text.length < UNPACKED; next = await reader.read()) {
      text += next.value;
    }
  } catch {
    // The service says what is wrong with it.
  }
  reader.cancel().catch(() => {});
  return text;
}

function plain(file, bytes) {
  refuseOthers(bytes);
  const whole = file.size <= HEAD;
  const utf8 = decoded(bytes, "utf-8", whole);
  const charset = utf8 === null ? "windows-1252" : "utf-8";
  const text = utf8 ?? decoded(bytes, charset, whole);
  const format = formatOf(text);
  if (utf8 === null && format !== FORMATS.csv) {
    throw new Error("This file is not in UTF-8, which JSON has to be. Save it as UTF-8.");
  }
  return { file, format, packed: false, text, whole, charset, mark: begins(bytes, BYTE_ORDER_MARK) ? 3 : 0 };
}

/** The encodings and files that people choose by mistake. */
function refuseOthers(bytes) {
  if (begins(bytes, [0xff, 0xfe]) || begins(bytes, [0xfe, 0xff])) {
    throw new Error("This file is in UTF-16. Save it as UTF-8; spreadsheets call that “CSV UTF-8”.");
  }
  if (begins(bytes, [0x50, 0x4b])) {
    throw new Error("This is a workbook or a ZIP file. Save the sheet as CSV (“CSV UTF-8”), and choose that file.");
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
