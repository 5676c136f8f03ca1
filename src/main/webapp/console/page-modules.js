/** Loads the modules of pages, from the folder of this version of the console. */

import { Problem } from "./api.js";

/** The address of the folder, which no other version has. */
export const FOLDER = new URL(".", document.querySelector("script[type=module]").src);

const MISSING = {
  title: "Part of the console could not be loaded.",
  detail: "Check your connection and try again.",
};

/** Seen while an upload keeps the tab from being reloaded. */
const UPGRADED = {
  title: "The console was upgraded.",
  detail: "Reload this tab to open the page.",
};

/** Resolves to the module of a page. After an upgrade its folder is gone, and the new version is loaded. */
export async function pageModule(page) {
  try {
    return await import(new URL(`pages/${page}.js`, FOLDER));
  } catch {
    if (await isOutdated()) {
      location.reload();
      throw new Problem(0, UPGRADED);
    }
    throw new Problem(0, MISSING);
  }
}

async function isOutdated() {
  try {
    const index = await fetch("/console/", { cache: "no-cache" });
    return index.ok && !(await index.text()).includes(FOLDER.pathname.split("/").at(-2));
  } catch {
    return false;
  }
}
