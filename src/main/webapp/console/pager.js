/** Leads through the pages of a list that has a cursor, and tells where one is. */

import { h } from "./dom.js";

/** @param choose gets the query of the page that the reader wants */
export function pager(choose) {
  const position = h("p", { class: "grow soft", role: "status" }, "Loading…");
  const button = (text) => h("button", { "aria-disabled": "true" }, text);
  const [first, previous, next] = ["First", "Previous", "Next"].map(button);
  return {
    node: h("div", { class: "toolbar" }, position, first, previous, next),

    /** @param following the query of the next page, or null */
    show(text, query, visited, following) {
      position.textContent = text;
      lead(first, query.has("after") && start(query), choose);
      lead(previous, visited.before(query), choose);
      lead(next, following, choose);
    },
  };
}

function start(query) {
  const first = new URLSearchParams(query);
  first.delete("after");
  return first;
}

/** A button that leads nowhere stays there, so that it keeps the focus. */
function lead(button, query, choose) {
  button.setAttribute("aria-disabled", String(!query));
  button.onclick = () => query && choose(query);
}
