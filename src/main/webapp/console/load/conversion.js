/** Converts the values of a file before they are sent: blanks, dates and codes. */

import { field } from "../fields.js";
import { conflictOf, convertDate } from "./dates.js";

const BLANK = /[\s\u200b-\u200d\u2060\ufeff]/;

/** `codes` has, by member, what each text of the file is for; other texts are sent as they are. */
export class Conversion {
  trim = false;
  formats = [];
  zone = null;
  codes = {};

  get isNeeded() {
    const hasCodes = Object.values(this.codes).some((texts) => Object.keys(texts).length > 0);
    return this.trim || this.formats.length > 0 || Boolean(this.zone) || hasCodes;
  }

  /** Why dates cannot be read, or null. */
  get conflict() {
    const conflict = conflictOf(this.formats);
    return conflict && `${conflict[0]} and ${conflict[1]} read the same text as different dates. Keep only one of them.`;
  }

  /** The value to send for the text of a member; an `error` if that is no date. */
  of(member, text) {
    const value = this.trim ? trimmed(text) : text;
    if (!member || value === "") {
      return { value };
    }
    if (field(member).kind === "date" && (this.formats.length > 0 || this.zone)) {
      return convertDate(value, this);
    }
    const codes = this.codes[member];
    return { value: codes && Object.hasOwn(codes, value) ? codes[value] : value };
  }

  /** The fields of a row that are sent. A text that is no date is sent as it is, for the service to refuse. */
  row(members, fields) {
    return fields.map((text, column) => {
      const { value, refused } = this.of(members[column], text);
      return value ?? refused ?? text;
    });
  }
}

export function isPadded(text) {
  return trimmed(text) !== text;
}

/** A text without blanks and invisible marks around it. */
export function trimmed(text) {
  let begin = 0;
  let end = text.length;
  while (begin < end && BLANK.test(text[begin])) {
    begin++;
  }
  while (end > begin && BLANK.test(text[end - 1])) {
    end--;
  }
  return text.slice(begin, end);
}
