/** Words the errors of an item for people who correct it. */

import { field } from "../fields.js";
import { number } from "../format.js";

const WORDINGS = {
  "too-long": ({ length, limit }) => `Too long (${characters(length)}; maximum ${number(limit)})`,
  "not-a-date": ({ message }) => (message.startsWith("not an ISO 8601")
    ? "Not a date. Use 2025-03-01 or 2025-03-01T08:30"
    : message),
  "unknown-code": () => "Not a valid code",
};

/** The errors of members by their names, in the words of the console, and the texts of the others. */
export function errorsOf({ status, body, errors = [] }) {
  const members = new Map();
  const others = [];
  for (const error of errors) {
    if (field(error.member)) {
      members.set(error.member, worded(error));
    } else {
      others.push(error.member ? `${error.member}: ${error.message}` : ofRow(error));
    }
  }
  if (status >= 400 && errors.length === 0) {
    others.push(body);
  }
  return { members, others };
}

function worded(error) {
  return WORDINGS[error.code]?.(error) ?? error.message;
}

/** Records are shown one by one, so that their lines need not be shown. */
function ofRow({ code, message }) {
  return code === "field-count" ? `This row ${message}` : message;
}

function characters(count) {
  return count === 1 ? "1 character" : `${number(count)} characters`;
}
