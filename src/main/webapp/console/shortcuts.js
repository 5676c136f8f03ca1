/** Keys that do what people do all day. Whoever is disturbed by them turns them off in their list. */

import { h } from "./dom.js";

const OFF = "grievances shortcuts off";
const KEYS = [
  { key: "/", text: "Go to the search", run: () => focusOn("[role=search] input, #filter-q") },
  { key: "n", text: "New grievance", run: () => document.querySelector("main a.primary")?.click() },
  { key: "j", text: "Next grievance in the list", run: () => step(1) },
  { key: "k", text: "Previous grievance in the list", run: () => step(-1) },
  { key: "e", text: "Edit the grievance", run: () => focusOn("main .editor :is(input, select, textarea)") },
  { key: "?", text: "Show these keys", run: showKeys },
];

export function listenToShortcuts() {
  addEventListener("keydown", (event) => {
    const shortcut = KEYS.find(({ key }) => key === event.key);
    if (shortcut && isFree(event) && (shortcut.key === "?" || !localStorage.getItem(OFF))) {
      event.preventDefault();
      shortcut.run();
    }
  });
}

/** Whether nobody else wants the key: no field, no dialog and no program outside of the page. */
function isFree({ target, ctrlKey, altKey, metaKey }) {
  const isTyped = target.matches("input, select, textarea");
  return !isTyped && !ctrlKey && !altKey && !metaKey && !document.querySelector("dialog[open]");
}

function focusOn(selector) {
  document.querySelector(selector)?.focus();
}

/** From row to row of a table, along the links that open them. */
function step(by) {
  const links = [...document.querySelectorAll("main tbody a")];
  const place = links.indexOf(document.activeElement);
  links[place < 0 ? 0 : Math.min(Math.max(place + by, 0), links.length - 1)]?.focus();
}

function showKeys() {
  const toggle = ({ target }) => (target.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes"));
  const dialog = h("dialog", { "aria-labelledby": "shortcuts", onclose: () => dialog.remove() },
    h("form", { method: "dialog", class: "stack" },
      h("h2", { id: "shortcuts" }, "Keyboard shortcuts"),
      h("dl", { class: "keys" }, KEYS.map(({ key, text }) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)])),
      h("p", {},
        h("input", { type: "checkbox", id: "use-shortcuts", checked: !localStorage.getItem(OFF), onchange: toggle }), " ",
        h("label", { for: "use-shortcuts" }, "Use shortcuts")),
      h("div", { class: "actions" }, h("button", { class: "primary" }, "Close"))));
  document.body.append(dialog);
  dialog.showModal();
}
