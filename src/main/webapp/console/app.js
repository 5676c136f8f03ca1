/** Shows the page that the address names, and the sign-in page while nobody is signed in. */

import { addressOf } from "./address.js";
import { session } from "./api.js";
import { announce, h, problem, replace } from "./dom.js";
import { showHeader } from "./header.js";
import { useZone } from "./local-time.js";
import { pageModule } from "./page-modules.js";
import { isHome, placeAt } from "./routes.js";
import { listenToShortcuts } from "./shortcuts.js";
import { signIn } from "./sign-in.js";

const UNSAVED = "You have unsaved changes. Leave without saving?";
const PLACE = "place before signing in elsewhere";

const main = document.getElementById("main");
let current = { hash: null, node: h("div") };
let isFirst = true;

function go(path, { instead = false } = {}) {
  if (location.hash !== `#${path}`) {
    history[instead ? "replaceState" : "pushState"](null, "", `#${path}`);
  }
  navigate();
}

/** Leaves the page for the one that the address names now, unless the reader wants to stay. */
function navigate() {
  if (location.hash === current.hash || session.user === null) {
    return;
  }
  if (isUnsaved() && !confirm(UNSAVED)) {
    history.pushState(null, "", current.hash);
    return;
  }
  const place = placeAt(location.hash);
  if (place.path === current.path && takesQuery(place.query)) {
    current.hash = location.hash;
  } else {
    open(place);
  }
}

/** A page that can show another query itself says so by preventing the default of the event. */
function takesQuery(query) {
  return !current.node.dispatchEvent(new CustomEvent("query", { cancelable: true, detail: query }));
}

function isUnsaved() {
  return current.node.hasAttribute("data-unsaved");
}

/** A page with something that the reader would have to do again stays behind the sign-in page. */
function isKept() {
  return isUnsaved() || current.node.hasAttribute("data-kept");
}

function open(place) {
  if (isHome(place)) {
    const [first] = session.databases;
    return go(first ? addressOf(first, "grievances") : "/none", { instead: true });
  }
  current.leave?.();
  current = { ...place, hash: location.hash, user: session.user, node: h("div", { class: "page" }) };
  useZone(session.zoneOf(place.params.database));
  replace(main, current.node);
  announce("");
  scrollTo(0, 0);
  showHeader({ place, go, signOut });
  return fill(current);
}

async function fill(page) {
  const { node, params, query } = page;
  try {
    const { default: show } = await pageModule(pageFor(page));
    const shown = show({ main: node, database: params.database, params, query, go });
    arrive(page);
    const leave = await shown;
    if (page === current) {
      page.leave = leave;
    } else {
      leave?.();
    }
  } catch (failure) {
    fail(page, failure);
  }
  entitle(page);
}

function pageFor({ page, right, params }) {
  const isKnown = page && (!params.database || session.databases.includes(params.database));
  return isKnown && (!right || session.can(right)) ? page : "nothing";
}

/** A page that cannot be filled has its heading, and why. */
function fail({ node }, failure) {
  if (failure.status !== 401 && failure.name !== "AbortError") {
    replace(node, node.querySelector("h1") ?? h("h1", {}, "Grievances"), problem(failure));
  }
}

function arrive(page) {
  entitle(page);
  if (!isFirst && page === current) {
    const heading = page.node.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
  isFirst = false;
}

function entitle(page) {
  const heading = page.node.querySelector("h1")?.textContent;
  if (page === current && heading) {
    document.title = [heading, page.params.database, "Grievances"].filter(Boolean).join(" · ");
  }
}

function askWho() {
  const kept = isKept();
  if (!kept) {
    current.leave?.();
    current = { hash: null, node: h("div") };
  }
  current.node.hidden = true;
  const node = h("div", { class: "page" });
  replace(main, current.node, node);
  announce("");
  showHeader({ place: null });
  signIn({ main: node, query: placeAt(location.hash).query, remember, kept });
  document.title = "Sign in · Grievances";
}

/** Keeps the place for when the reader comes back from an identity provider. */
function remember() {
  sessionStorage.setItem(PLACE, location.hash);
}

function comeBack() {
  const place = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (place && !location.hash && session.user !== null) {
    history.replaceState(null, "", place);
  }
}

function resume() {
  if (isKept() && current.user === session.user) {
    main.lastElementChild.remove();
    current.node.hidden = false;
    showHeader({ place: current, go, signOut });
    arrive(current);
  } else {
    open(placeAt(location.hash));
  }
}

/** Kept pages do not outlive the session of their user. */
function dropKept() {
  current.node.removeAttribute("data-kept");
}

async function signOut(options) {
  if (isUnsaved() && !confirm(UNSAVED)) {
    return;
  }
  current.node.removeAttribute("data-unsaved");
  dropKept();
  history.replaceState(null, "", "#/");
  try {
    await session.end(options);
  } catch (failure) {
    current.node.prepend(problem(failure));
  }
}

async function start() {
  try {
    await session.load();
  } catch (failure) {
    const again = h("button", { onclick: () => location.reload() }, "Try again");
    replace(main, h("h1", {}, "Grievances"), problem(failure), again);
    return;
  }
  comeBack();
  if (session.user === null) {
    askWho();
  } else {
    session.announce();
    open(placeAt(location.hash));
  }
}

addEventListener("hashchange", navigate);
addEventListener("beforeunload", (event) => isUnsaved() && event.preventDefault());
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
session.addEventListener("left", dropKept);
session.addEventListener("ended", askWho);
session.addEventListener("begun", resume);
listenToShortcuts();
start();
