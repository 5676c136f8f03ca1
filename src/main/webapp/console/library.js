/** Loads the libraries that are not modules, when they are first needed. */

import { FOLDER } from "./page-modules.js";

const loading = new Map();

/** Resolves to the global that a script defines. */
export function library(file, global) {
  if (!loading.has(file)) {
    loading.set(file, load(file, global));
  }
  return loading.get(file);
}

function load(file, global) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`lib/${file}`, FOLDER);
    script.addEventListener("load", () => resolve(window[global]));
    script.addEventListener("error", () => {
      loading.delete(file);
      script.remove();
      reject(new Error("Part of the console could not be loaded. Check your connection and try again."));
    });
    document.head.append(script);
  });
}
