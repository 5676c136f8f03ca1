/** An item that failed, and what the reader makes of it. */

import { FIELDS, field } from "../fields.js";
import { faultsOf } from "../load/faults.js";

/** Its `values` are texts by the names of members. */
export class Row {
  isCorrected = false;
  #sent = new Map();

  /**
   * @param number counts the items from 1
   * @param item as it was sent, with its outcome
   * @param isCsv whether its members are columns, which may have names in any letter case
   */
  constructor(number, item, isCsv) {
    const { status, body, line, ...members } = item;
    this.number = number;
    this.line = Number.isInteger(line) ? line : null;
    this.values = new Map();
    for (const [name, value] of Object.entries(members)) {
      const member = isCsv ? canonical(name) : name;
      if (field(member)) {
        this.#sent.set(member, value);
        this.values.set(member, textOf(value));
      }
    }
    this.answer({ status, body });
  }

  /** Where it is: in the file, or among the rejected rows if the file has no lines. */
  get place() {
    return this.line === null ? `row ${this.number}` : `line ${this.line}`;
  }

  answer({ status, body }) {
    this.status = status;
    this.faults = faultsOf(body ?? "");
    this.isCorrected = false;
  }

  correct(name, text) {
    this.values.set(name, text);
    this.#sent.delete(name);
    this.isCorrected = true;
  }

  /** As JSON for a batch. What was sent and not corrected is sent as it was. */
  item() {
    return Object.fromEntries([...this.values].map(([name, text]) => [name, this.#value(name, text)]));
  }

  #value(name, text) {
    return this.#isOther(name) ? this.#sent.get(name) : valueOf(name, text);
  }

  /** Whether a value is neither a text nor none. */
  #isOther(name) {
    const value = this.#sent.get(name);
    return value !== undefined && value !== null && typeof value !== "string";
  }
}

function canonical(name) {
  return FIELDS.find((known) => known.name.toLowerCase() === name.toLowerCase())?.name;
}

function textOf(value) {
  if (value === null) {
    return "";
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A value that is not an integer is sent as a text, so that the service tells what is wrong with it. */
function valueOf(name, text) {
  if (text === "") {
    return null;
  }
  return field(name).kind === "integer" && /^\s*[-+]?\d+(\.0*)?\s*$/.test(text) ? Number(text) : text;
}
