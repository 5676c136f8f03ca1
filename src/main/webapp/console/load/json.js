/** The first items of a file of JSON. */

/**
 * @param most how many items
 * @returns their texts, and the values of their members as texts, by column
 */
export function readJson({ text, whole }, most) {
  const texts = objects(text, most + 1);
  if (texts.length === 0) {
    throw new Error("No complete JSON object was found in the first megabyte of this file.");
  }
  const items = texts.slice(0, most).map(parse);
  const columns = [...new Set(items.flatMap(Object.keys))];
  const rows = items.map((item) => columns.map((column) => textOf(item[column])));
  return { columns, rows, texts: texts.slice(0, most), all: whole && texts.length <= most };
}

/** The texts of the objects that are not within another, as far as they are whole. */
function objects(text, most) {
  const found = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < text.length && found.length < most; at++) {
    if (text[at] === '"') {
      at = endOfString(text, at);
    } else if (text[at] === "{" && depth++ === 0) {
      begin = at;
    } else if (text[at] === "}" && --depth === 0) {
      found.push(text.slice(begin, at + 1));
    }
  }
  return found;
}

function endOfString(text, begin) {
  let at = begin + 1;
  while (at < text.length && text[at] !== '"') {
    at += text[at] === "\\" ? 2 : 1;
  }
  return at;
}

function parse(text, index) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Item ${index + 1} of this file is not valid JSON.`);
  }
}

function textOf(value) {
  if (value === undefined || value === null) {
    return "";
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
