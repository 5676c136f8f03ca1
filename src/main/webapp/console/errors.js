/** Shows the errors that the service found at the fields that have them. */

import { problem } from "./dom.js";

/**
 * Shows them at controls, and focuses the first of these. What is at no control is returned as a
 * message, or null.
 *
 * @param controls by the names of their members; each has `error` and `focus()`
 */
export function showErrors({ title, detail, errors = [] }, controls) {
  const shown = errors.filter(({ member }) => controls.has(member));
  const messages = new Map(shown.map(({ member, message }) => [member, message]));
  const wrong = [...controls].filter(([member]) => messages.has(member));
  wrong.forEach(([member, control]) => {
    control.error = sentence(messages.get(member));
  });
  wrong[0]?.[1].focus();
  return shown.length > 0 && shown.length === errors.length ? null : problem({ title, detail });
}

function sentence(message) {
  return `${message[0].toUpperCase()}${message.slice(1)}${message.endsWith(".") ? "" : "."}`;
}
