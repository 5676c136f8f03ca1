/** The page for an address that names nothing, or nothing that the user may see. */

import { session } from "../api.js";
import { h, replace } from "../dom.js";

export default async function nothing({ main }) {
  replace(main,
    h("h1", {}, "Page not found"),
    h("p", {}, session.databases.length
      ? "This page doesn’t exist, or you don’t have access to it."
      : "You don’t have access to any database. Ask your administrator for access."));
}
