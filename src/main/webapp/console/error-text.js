/** Parses the texts in which the service names errors, so that nothing else in the console does. */

const NEXT_ERROR = /; (?=\w+(?:, \w+)*: |and \d+ more$)/;
const OF_MEMBERS = /^(\w+(?:, \w+)*): (.*)$/s;

/**
 * "Line 4: member_Seq: 8 characters, at most 2; issue_Date, issue: required; and 2 more" has two errors
 * of members. `text` is the whole error; `members` is empty for one of no member. Records are shown one
 * by one, so that their lines need not be shown.
 */
export function parseErrors(text) {
  return text
    .replace(/^Line \d+: /, "")
    .replace(/^Line \d+ has /, "This row has ")
    .split(NEXT_ERROR)
    .map((error) => {
      const [, members, reason] = OF_MEMBERS.exec(error) ?? [];
      return { text: error, members: members?.split(", ") ?? [], reason };
    });
}
