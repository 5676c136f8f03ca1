/** Reads the errors of an item out of the text of its outcome. */

import { field } from "../fields.js";

const WORDINGS = [
  [/^(\d+) characters?, at most (\d+)$/, (_, length, most) => `Too long (${length} characters; maximum ${most})`],
  [/^not an ISO 8601 date-time\b.*$/s, () => "Not a date. Use 2025-03-01 or 2025-03-01T08:30"],
  [/^not one of the configured codes$/, () => "Not a valid code"],
];

/**
 * "Line 4: member_Seq: 8 characters, at most 2; issue_Date: not a date" has two errors of members.
 * Errors of no single member are in `others`.
 */
export function errorsOf(body) {
  const members = new Map();
  const others = [];
  for (const error of withoutLine(body).split(/; (?=\w+: |and \d+ more$)/)) {
    const [, name, reason] = error.match(/^(\w+): (.*)$/s) ?? [];
    if (field(name)) {
      members.set(name, worded(reason));
    } else {
      others.push(error);
    }
  }
  return { members, others };
}

/** An error of the service in the words of the console. */
function worded(reason) {
  const [pattern, wording] = WORDINGS.find(([pattern]) => pattern.test(reason)) ?? [];
  return pattern ? reason.replace(pattern, wording) : reason;
}

/** Rows are shown one by one, so that their lines need not be shown. */
function withoutLine(body) {
  return body.replace(/^Line \d+: /, "").replace(/^Line \d+ has /, "This row has ");
}
