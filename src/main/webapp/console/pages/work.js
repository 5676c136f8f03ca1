/** The numbers of grievances that wait for the user, each with its list. */

import { addressOf } from "../address.js";
import { api } from "../api.js";
import { h, problem, replace } from "../dom.js";
import { MAX_COUNTED, WORK, workRequest } from "../first-requests.js";
import { number } from "../format.js";

export default async function work({ main, database }) {
  const cards = WORK.map((kind) => ({ kind, filters: kind.filters(), count: h("strong", {}, "…") }));
  replace(main,
    h("h1", {}, "My work"),
    h("ul", { class: "work" }, cards.map((card) => item(card, database))),
    h("p", {}, h("a", { href: `#${addressOf(database, "deadlines")}?owner=me` }, "My grievances by deadline")));
  await Promise.all(cards.map((card) => showCount(card, database)));
}

function item({ kind, filters, count }, database) {
  const list = `${addressOf(database, "grievances")}?${new URLSearchParams(filters)}`;
  return h("li", { class: "card" }, h("a", { href: `#${list}` }, count, " ", kind.label));
}

async function showCount({ kind, filters, count }, database) {
  try {
    const { headers } = await api.get(...workRequest(database, filters));
    const { TotalCount } = JSON.parse(headers.get("X-Pagination"));
    count.classList.toggle("bad", Boolean(kind.isLate) && TotalCount > 0);
    replace(count, number(TotalCount), TotalCount === MAX_COUNTED && "+");
  } catch (failure) {
    replace(count, failure.status !== 401 && problem(failure));
  }
}
