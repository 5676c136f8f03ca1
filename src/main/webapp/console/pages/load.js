/** Loads a file: shows what would become of its first rows, and sends it as a job. */

import { announce, h, problem, replace } from "../dom.js";
import { draftOf } from "../load/draft.js";
import "../load/draft-view.js";
import "../load/file-drop.js";
import { begin, upload } from "../load/upload.js";
import "../load/upload-view.js";

/** What was only checked, by database, so that it need not be chosen again to be loaded. */
const checked = new Map();

export default async function page({ main, database, go }) {
  const stage = h("div", { class: "stack" });
  let last;

  async function choose(file) {
    last = file;
    replace(stage, h("p", { class: "soft" }, "Reading the first rows…"));
    const shown = await draftOf(file).then((draft) => view(draft), problem);
    if (file === last) {
      replace(stage, shown);
    }
  }

  function view(draft) {
    const node = h("draft-view", { class: "stack", onsend: ({ detail }) => follow(begin({ database, draft, ...detail })) });
    node.show(database, draft);
    return node;
  }

  function follow(running) {
    last = null;
    const node = h("upload-view", { class: "stack card" });
    node.show(running);
    replace(stage, node);
    running.addEventListener("change", () => !running.isRunning && node.isConnected && end(running));
  }

  function end(ended) {
    if (ended.state === "accepted") {
      remember(ended);
      return go(`/${encodeURIComponent(database)}/jobs/${ended.id}`);
    }
    announce(ended.state === "cancelled" ? "Cancelled. Nothing is loaded." : "");
    replace(stage,
      ended.state === "failed" && problem(ended.problem),
      ended.state === "failed" && h("div", {}, h("button", { onclick: () => { ended.send(); follow(ended); } }, "Send it again")),
      view(ended.draft));
  }

  replace(main,
    h("h1", {}, "Load grievances"),
    h("p", { class: "soft prose" }, "A row with a new key creates a grievance. A row with a key that exists replaces that grievance as a whole:"
      + " what the row leaves empty, or has no column for, is emptied."),
    h("file-drop", { onchoose: ({ detail }) => choose(detail) }),
    stage);
  if (upload?.isRunning && upload.database === database) {
    follow(upload);
  } else if (checked.has(database)) {
    replace(stage, view(checked.get(database)));
  }
}

function remember({ database, draft, isOnlyCheck }) {
  if (isOnlyCheck) {
    checked.set(database, draft);
  } else {
    checked.delete(database);
  }
}
