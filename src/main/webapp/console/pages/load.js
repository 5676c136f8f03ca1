/** Loads a file: shows what would become of its first rows, and sends it as a job. */

import { session } from "../api.js";
import { h, problem, replace } from "../dom.js";
import { draftOf } from "../load/draft.js";
import "../load/draft-view.js";
import "../load/file-drop.js";
import { apply, hasColumns } from "../load/profiles.js";
import { begin, lastUpload } from "../load/upload.js";
import "../load/upload-view.js";

const CHANGES = "A row with a new number creates a grievance. A row with the number of an existing grievance changes it: "
  + "fields that are blank in the row are cleared. Fields that the file does not have are kept, unless you choose otherwise.";

/** The chosen files that are not loaded yet, by database, so that they need not be chosen again. */
const drafts = new Map();

/** A file does not outlive the session of its user. */
session.addEventListener("left", () => drafts.clear());

export default async function page({ main, database, go }) {
  const stage = h("div", { class: "stack" });
  let attempt = 0;

  /** The file and all that is chosen for it outlive a session that expires. */
  function keep(isKept) {
    main.toggleAttribute("data-kept", isKept);
  }

  async function choose(file, options, { name, profile } = {}) {
    const mine = ++attempt;
    keep(true);
    replace(stage, h("p", { class: "soft" }, "Reading the first rows…"));
    const reading = read(file, options, profile);
    const shown = await reading.then((draft) => () => view(draft, name), (failure) => () => problem(failure));
    if (mine === attempt) {
      replace(stage, shown());
    }
  }

  function view(draft, name) {
    drafts.set(database, { draft, name });
    const node = h("draft-view", {
      class: "stack",
      onsend: ({ detail }) => follow(begin({ database, draft, ...detail })),
    });
    node.addEventListener("reread", ({ detail }) => choose(draft.file, detail), true);
    node.addEventListener("profile", ({ detail }) => choose(draft.file, {}, detail), true);
    node.show(database, draft, name);
    return node;
  }

  function follow(running) {
    attempt++;
    keep(true);
    const node = h("upload-view", { class: "stack card" });
    node.show(running);
    replace(stage, node);
    running.addEventListener("change", () => !running.isRunning && end(running, node.isConnected));
  }

  function end(ended, isShown) {
    if (ended.state === "accepted" && !ended.isOnlyCheck) {
      drafts.delete(database);
    }
    if (!isShown) {
      return;
    }
    if (ended.state === "accepted") {
      keep(false);
      go(`/${encodeURIComponent(database)}/jobs/${ended.id}`);
      return;
    }
    replace(stage, ended.state === "failed" && failure(ended), view(ended.draft, drafts.get(database)?.name));
  }

  function failure(ended) {
    const sendAgain = () => {
      ended.send();
      follow(ended);
    };
    return [problem(ended.problem), h("div", {}, h("button", { onclick: sendAgain }, "Send again"))];
  }

  replace(main,
    h("h1", {}, "Load grievances"),
    h("p", { class: "soft prose" }, CHANGES),
    h("file-drop", { onchoose: ({ detail }) => choose(detail) }),
    stage);
  const upload = lastUpload();
  if (upload?.isRunning && upload.database === database) {
    follow(upload);
  } else if (drafts.has(database)) {
    const { draft, name } = drafts.get(database);
    keep(true);
    replace(stage, view(draft, name));
  }
}

/** Encoding and separator of a profile apply if the file itself does not show them. */
async function read(file, options, profile) {
  const draft = await draftOf(file, options);
  if (!profile || !draft.isMapped) {
    return draft;
  }
  const charset = draft.isCharsetKnown ? draft.charset : profile.charset;
  const delimiter = hasColumns(draft.names, profile) ? draft.separator : profile.delimiter;
  const same = charset === draft.charset && delimiter === draft.separator;
  const read = same ? draft : await draftOf(file, { charset, delimiter });
  apply(profile, read);
  return read;
}
