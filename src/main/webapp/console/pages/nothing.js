/** What one sees at an address that names nothing, or nothing that one may see. */

import { session } from "../api.js";
import { h, replace } from "../dom.js";

export default async function nothing({ main }) {
  replace(main,
    h("h1", {}, "There is nothing here"),
    h("p", {}, session.databases.length
      ? "The address names no page that you may see. The navigation above leads to all of them."
      : "There is no database that you may see. The administrator of the service can give you one."));
}
