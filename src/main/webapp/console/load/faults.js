/** Reads the faults of an item out of the text of its outcome. */

import { field } from "../fields.js";

/**
 * "Line 4: member_Seq: 8 characters, at most 2; issue_Date: not a date" has two faults of members.
 * What is of no single member is in `others`.
 */
export function faultsOf(body) {
  const members = new Map();
  const others = [];
  for (const fault of withoutLine(body).split(/; (?=\w+: |and \d+ more$)/)) {
    const [, name, reason] = fault.match(/^(\w+): (.*)$/s) ?? [];
    if (field(name)) {
      members.set(name, reason);
    } else {
      others.push(fault);
    }
  }
  return { members, others };
}

/** Rows are shown one by one, so that their lines need not be told. */
function withoutLine(body) {
  return body.replace(/^Line \d+: /, "").replace(/^Line \d+ has /, "This row has ");
}
