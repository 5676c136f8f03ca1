/** An item that failed, and what the reader makes of it. */

import { FIELDS, field } from "../fields.js";
import { errorsOf } from "../load/errors.js";

const SURPLUS = /^field \d+$/;

/** Its `values` are texts by the names of members. */
export class Row {
  isCorrected = false;
  #text;
  #sent = new Map();

  /** Fields of a row that has more of them than there are columns, by the names that the service gives them. */
  surplus = new Map();

  /**
   * @param number counts the items from 1
   * @param item as it was sent, with its outcome
   * @param text the item as JSON
   * @param isCsv whether its members are columns, which may have names in any letter case
   */
  constructor(number, item, text, isCsv) {
    const { status, body, errors, line, ...members } = item;
    this.number = number;
    this.line = Number.isInteger(line) ? line : null;
    this.values = new Map();
    this.#text = text;
    for (const [name, value] of Object.entries(members)) {
      const member = isCsv ? canonical(name) : name;
      if (SURPLUS.test(name) && value !== null) {
        this.surplus.set(name, value);
      } else if (field(member)) {
        this.#sent.set(member, value);
        this.values.set(member, textOf(value));
      }
    }
    this.answer({ status, body, errors });
  }

  /** Where it is: in the file, or among the rejected rows if the file has no lines. */
  get place() {
    return this.line === null ? `row ${this.number}` : `line ${this.line}`;
  }

  answer({ status, body, errors }) {
    this.status = status;
    this.errors = errorsOf({ status, body: body ?? "", errors });
    this.isCorrected = false;
  }

  correct(name, text) {
    this.values.set(name, text);
    this.#sent.delete(name);
    this.#text = null;
    this.surplus.clear();
    this.isCorrected = true;
  }

  /**
   * The text to send. A row that nobody has corrected is sent exactly as it was, whatever is wrong with it; of one that
   * was corrected, the other values are.
   */
  json() {
    const members = [...this.values].map(([name, text]) => [name, this.#value(name, text)]);
    return this.#text ?? JSON.stringify(Object.fromEntries(members));
  }

  #value(name, text) {
    return this.#isOther(name) ? this.#sent.get(name) : valueOf(name, text);
  }

  /** Whether a value is neither a text nor none. A number too large for JavaScript stays a text. */
  #isOther(name) {
    const value = this.#sent.get(name);
    const isTooLarge = typeof value === "number" && !Number.isFinite(value);
    return value !== undefined && value !== null && typeof value !== "string" && !isTooLarge;
  }
}

function canonical(name) {
  return FIELDS.find((known) => known.name.toLowerCase() === name.toLowerCase())?.name;
}

function textOf(value) {
  if (value === null) {
    return "";
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value that is not an integer is sent as a text, so that the service tells what is wrong with it. */
function valueOf(name, text) {
  if (text === "") {
    return null;
  }
  return field(name).kind === "integer" && /^\s*[-+]?\d+(\.0*)?\s*$/.test(text) ? Number(text) : text;
}
