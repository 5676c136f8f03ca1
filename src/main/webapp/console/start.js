/** Asks for the session, the page and its first data at once, so that none of them waits for another. */

import { addressOf } from "./address.js";
import { api, session } from "./api.js";
import { firstRequests } from "./first-requests.js";
import { library } from "./library.js";
import { pageModule } from "./page-modules.js";
import { isHome, placeAt } from "./routes.js";

const databases = session.lastDatabases;
const place = placeToOpen();

api.ahead("/console-session");
if (databases.includes(place.params.database)) {
  firstRequests(place).forEach((request) => api.ahead(...request));
}
pageModule(place.page ?? "grievances").catch(() => {});
if (place.page === "charts") {
  library("chart.js", "Chart").catch(() => {});
}

function placeToOpen() {
  const named = placeAt(location.hash);
  return isHome(named) && databases.length ? placeAt(`#${addressOf(databases[0], "grievances")}`) : named;
}
