/** Loads a file: shows what would become of its first rows, and sends it as a job. */

import { h, problem, replace } from "../dom.js";
import { draftOf } from "../load/draft.js";
import "../load/draft-view.js";
import "../load/file-drop.js";
import { begin, upload } from "../load/upload.js";
import "../load/upload-view.js";

const REPLACES = "A row with a new key creates a grievance. A row with a key that exists replaces that grievance "
  + "as a whole: what the row leaves empty, or has no column for, is emptied.";

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
    const send = ({ detail: { dryRun } }) => follow(begin({ database, draft, dryRun }));
    const node = h("draft-view", { class: "stack", onsend: send });
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
    replace(stage, ended.state === "failed" && failure(ended), view(ended.draft));
  }

  function failure(ended) {
    const sendAgain = () => {
      ended.send();
      follow(ended);
    };
    return [problem(ended.problem), h("div", {}, h("button", { onclick: sendAgain }, "Send it again"))];
  }

  replace(main,
    h("h1", {}, "Load grievances"),
    h("p", { class: "soft prose" }, REPLACES),
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
