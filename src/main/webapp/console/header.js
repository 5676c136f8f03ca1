/** The head of each page: which database, where one can go, and who is signed in. */

import { addressOf } from "./address.js";
import { session } from "./api.js";
import { h, replace } from "./dom.js";
import { zoneName } from "./local-time.js";

const SECTIONS = [
  { path: "work", label: "My work", right: "read" },
  { path: "grievances", label: "Grievances", right: "read" },
  { path: "deadlines", label: "Deadlines", right: "read" },
  { path: "charts", label: "Charts", right: "read" },
  { path: "load", label: "Load", right: "write" },
  { path: "jobs", label: "Jobs", right: "read" },
  { path: "codes", label: "Codes", right: "administer", first: "codes/grievance-categories" },
];
const MAX_IN_MENU = 50;

let database;

/** Shows the head for a place; only the brand when nobody is signed in. */
export function showHeader({ place, go, signOut }) {
  const header = document.getElementById("header");
  if (!place) {
    return replace(header, header.querySelector(".brand"));
  }
  database = place.params.database ?? database ?? session.databases[0];
  const section = sectionOf(place);
  return replace(header,
    header.querySelector(".brand"),
    database && choice(section, go),
    place.params.database && h("span", { class: "zone soft" }, `Times are in ${zoneName()}`),
    navigation(section),
    userMenu(signOut));
}

function sectionOf({ path }) {
  const parts = path.split("/").filter(Boolean);
  return parts[1] ?? parts[0];
}

function choice(section, go) {
  const options = session.databases.map((name) => h("option", { value: name }, name));
  const change = ({ target }) => {
    const chosen = target.value;
    target.value = database;
    if (session.databases.includes(chosen)) {
      go(placeIn(chosen, section));
    }
  };
  const attributes = { value: database, onchange: change };
  return h("label", { class: "choice" },
    h("span", { class: "unseen" }, "Database"),
    options.length > MAX_IN_MENU
      ? [h("input", { list: "databases", ...attributes }), h("datalist", { id: "databases" }, options)]
      : h("select", attributes, options));
}

/** The address of a section of a database. */
function placeIn(name, path) {
  const section = SECTIONS.find((section) => section.path === path) ?? SECTIONS[0];
  return addressOf(name, section.first ?? section.path);
}

function navigation(current) {
  const links = SECTIONS.filter(({ right }) => database && session.can(right))
    .map(({ path, label }) => link(`#${placeIn(database, path)}`, label, path === current));
  const all = session.can("administer") && link("#/databases", "Databases", current === "databases");
  return h("nav", { "aria-label": "Main" }, h("ul", {}, links, all));
}

function link(href, label, isCurrent) {
  return h("li", {}, h("a", { href, "aria-current": isCurrent && "page" }, label));
}

function userMenu(signOut) {
  return h("div", { class: "user" },
    h("button", { class: "quiet", popovertarget: "user-menu" }, session.user),
    h("div", { id: "user-menu", popover: "auto" },
      h("button", { class: "quiet", onclick: () => signOut() }, "Sign out"),
      h("button", { class: "quiet", onclick: () => signOut({ everywhere: true }) }, "Sign out everywhere")));
}
