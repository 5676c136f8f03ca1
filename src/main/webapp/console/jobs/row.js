/** An item that failed, and what the reader makes of it. */

import { FIELDS, field } from "../fields.js";
import { faultsOf } from "../load/faults.js";

/** Its `values` are texts by the names of members. */
export class Row {
  isMended = false;
  #sent = new Map();

  /**
   * @param number counts the items from 1
   * @param item as it was sent, with its outcome
   * @param isCsv whether its members are columns, which may have names in any letter case
   */
  constructor(number, item, isCsv) {
    const { status, body, ...members } = item;
    this.number = number;
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

  get key() {
    return this.values.get("grievance_Key");
  }

  answer({ status, body }) {
    this.status = status;
    this.faults = faultsOf(body ?? "");
    this.isMended = false;
  }

  mend(name, text) {
    this.values.set(name, text);
    this.#sent.delete(name);
    this.isMended = true;
  }

  /** As JSON for a batch. What was sent and not mended is sent as it was. */
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

/** A number that is none is sent as a text, so that the service tells what is wrong with it. */
function valueOf(name, text) {
  if (text === "") {
    return null;
  }
  return field(name).kind === "integer" && /^\s*-?\d+\s*$/.test(text) ? Number(text) : text;
}
