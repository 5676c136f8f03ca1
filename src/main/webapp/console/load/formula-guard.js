/**
 * The apostrophes that CSV of the service has before what a spreadsheet would run: the rule is that of
 * the service's FormulaGuard.
 */

const DROPPED = '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u0020"\\u007f-\\u00a0\\u00ad\\u1680\\u180e'
  + "\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]*";
const SIGN = "[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]";
const CELL = "(?:^(?!'*-[0-9]+$)|(?<=[;\\t\\r\\n]))";
const GUARD = new RegExp(`${CELL}'(?='*${DROPPED}${SIGN})|^'(?='*[\\t\\r\\n])`, "g");

/** A text without these apostrophes. */
export function unguard(text) {
  return text.replace(GUARD, "");
}

/**
 * Whether columns are those that the service writes: of rows with their outcomes, or of an export.
 * @param members the names of all members
 */
export function isWrittenByService(columns, members) {
  const haveOutcomes = columns.indexOf("body") === columns.indexOf("status") + 1 && columns.includes("status");
  return haveOutcomes || (columns.length === members.length && members.every((name) => columns.includes(name)));
}
