/** Shows the errors that the service found at the fields that have them. */

import { problem } from "./dom.js";
import { parseErrors } from "./error-text.js";

const WITH_ERRORS = [400, 409];

/**
 * Shows them at controls, and focuses the first of these. What is at no control is returned as a
 * message, or null.
 *
 * @param controls by the names of their members; each has `error` and `focus()`
 */
export function showErrors({ status, title, detail }, controls) {
  const errors = WITH_ERRORS.includes(status) ? parseErrors((detail ?? "").replace(/\.$/, "")) : [];
  const shown = errors.filter(({ members }) => members.some((member) => controls.has(member)));
  const reasons = new Map(shown.flatMap(({ members, reason }) => members.map((member) => [member, reason])));
  const wrong = [...controls].filter(([member]) => reasons.has(member));
  wrong.forEach(([member, control]) => {
    control.error = sentence(reasons.get(member));
  });
  wrong[0]?.[1].focus();
  return shown.length > 0 && shown.length === errors.length ? null : problem({ title, detail });
}

function sentence(reason) {
  return `${reason[0].toUpperCase()}${reason.slice(1)}.`;
}
