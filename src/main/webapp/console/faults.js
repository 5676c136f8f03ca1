/** Shows the faults that the service found at the fields that have them. */

import { problem } from "./dom.js";

const WITH_FAULTS = [400, 409];

/**
 * Shows them at controls, and focuses the first of these. What is at no control is returned as a
 * message, or null.
 *
 * @param controls by the names of their members; each has `fault` and `focus()`
 */
export function showFaults({ status, title, detail }, controls) {
  const faults = WITH_FAULTS.includes(status) ? faultsIn(detail) : [];
  const shown = faults.filter(({ members }) => members.some((member) => controls.has(member)));
  const reasons = new Map(shown.flatMap(({ members, reason }) => members.map((member) => [member, reason])));
  const faulty = [...controls].filter(([member]) => reasons.has(member));
  faulty.forEach(([member, control]) => {
    control.fault = sentence(reasons.get(member));
  });
  faulty[0]?.[1].focus();
  return faults.length > 0 && shown.length === faults.length ? null : problem({ title, detail });
}

/** Out of "member: reason; member, member: reason." */
function faultsIn(detail) {
  return (detail ?? "").split(/; (?=\w+(?:, \w+)*: )/)
    .map((fault) => /^(\w+(?:, \w+)*): (.*?)\.?$/s.exec(fault))
    .filter(Boolean)
    .map(([, members, reason]) => ({ members: members.split(", "), reason }));
}

function sentence(reason) {
  return `${reason[0].toUpperCase()}${reason.slice(1)}.`;
}
