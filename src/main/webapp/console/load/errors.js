/** Words the errors of an item for people who correct it. */

import { parseErrors } from "../error-text.js";
import { field } from "../fields.js";

const WORDINGS = [
  [/^(\d+) characters?, at most (\d+)$/, (_, length, most) => `Too long (${length} characters; maximum ${most})`],
  [/^not an ISO 8601 date-time\b.*$/s, () => "Not a date. Use 2025-03-01 or 2025-03-01T08:30"],
  [/^not one of the configured codes$/, () => "Not a valid code"],
];

/** The errors of members by their names, in the words of the console, and the texts of the others. */
export function errorsOf(body) {
  const members = new Map();
  const others = [];
  for (const { text, members: names, reason } of parseErrors(body)) {
    if (names.length === 1 && field(names[0])) {
      members.set(names[0], worded(reason));
    } else {
      others.push(text);
    }
  }
  return { members, others };
}

/** An error of the service in the words of the console. */
function worded(reason) {
  const [pattern, wording] = WORDINGS.find(([pattern]) => pattern.test(reason)) ?? [];
  return pattern ? reason.replace(pattern, wording) : reason;
}
