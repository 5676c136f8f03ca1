/** The progress of a job, the results of its rows, and the corrections of failed ones. */

import { api, session } from "../api.js";
import { announce, ask, download, h, problem, replace } from "../dom.js";
import { jobRequest } from "../first-requests.js";
import { number } from "../format.js";
import { corrected } from "../jobs/corrected.js";
import "../jobs/rejected-rows.js";
import { facts, fractionOf, progress } from "../jobs/facts.js";
import { allItems } from "../jobs/items.js";
import { badge, isActive, title } from "../jobs/states.js";
import { watch } from "../jobs/watch.js";

const CORRECT = "Fix them here and resubmit. ";
const CORRECT_LATER = "You can fix them here when the job has ended. ";
const FILES = [["csv", "Download as CSV"], ["ndjson", "Download as NDJSON"]];

const UNDO = "Each grievance goes back to what it was before the job: new ones are deleted, deleted ones are there again. "
  + "Grievances that were changed after the job are kept as they are.";

export default async function page({ main, database, params, go }) {
  const view = h("job-view", { class: "stack" });
  replace(main, view);
  await view.show(database, params.id, go);
  return () => view.stop();
}

class JobView extends HTMLElement {
  #database;
  #id;
  #job;
  #go;
  #title = h("h1", {}, "Job");
  #state = h("span");
  #cancel = h("button", { class: "danger", hidden: true, onclick: () => this.#askToCancel() }, "Cancel the job");
  #undo = h("button", { class: "danger", hidden: true, onclick: () => this.#askToUndo() }, "Undo the job");
  #trouble = h("div");
  #bar = h("progress", { max: 1, hidden: true, "aria-label": "Progress" });
  #progress = h("p", { class: "soft" });
  #facts = h("dl", { class: "facts" });
  #rest = h("div", { class: "stack" });

  /** Resolves after the first look. */
  show(database, id, go) {
    this.#database = database;
    this.#id = id;
    this.#go = go;
    replace(this, h("div", { class: "head" }, this.#title, this.#state, this.#cancel, this.#undo),
      this.#trouble, this.#bar, this.#progress, this.#facts, this.#rest);
    return new Promise((resolve) => {
      this.stop = watch(() => this.#look(), (failure) => {
        this.#tell(failure);
        resolve();
      });
    });
  }

  async #look() {
    const { data, headers } = await api.get(...jobRequest(this.#database, this.#id));
    this.#showJob(data);
    return isActive(data) ? Number(headers.get("Retry-After")) || 1 : null;
  }

  #tell(failure) {
    replace(this.#trouble, failure && failure.status !== 401 && problem(failure));
  }

  #showJob(job) {
    const before = this.#job;
    this.#job = job;
    replace(this.#title, title(job));
    replace(this.#state, badge(job));
    this.#cancel.hidden = !isActive(job) || !session.can("write");
    this.#undo.hidden = isActive(job) || job.dryRun || job.read === job.failed || !session.can("write");
    this.#bar.hidden = false;
    this.#bar.value = fractionOf(job);
    replace(this.#progress, progress(job));
    replace(this.#facts, facts(job));
    if (before?.state !== job.state || before.failed === 0 !== (job.failed === 0)) {
      announce(`${title(job)}: ${this.#state.textContent}`);
      this.#showRest(job);
    }
  }

  #showRest(job) {
    replace(this.#rest,
      job.problem && h("p", { class: "problem" }, job.problem),
      advice(job, this.#database),
      this.#related(job),
      job.failed > 0 && this.#failed(job),
      !isActive(job) && job.read < job.items && this.#unprocessed(job));
  }

  #related({ undoes, undoneBy }) {
    const link = (id, text) => h("a", { href: `#${this.#path(id)}` }, text);
    return (undoes || undoneBy) && h("p", { class: "soft" },
      undoes && h("span", {}, "It takes back what ", link(undoes, "another job"), " changed. "),
      undoneBy && h("span", {}, link(undoneBy, "Another job"), " takes it back."));
  }

  #path(id) {
    return `/${encodeURIComponent(this.#database)}/jobs/${encodeURIComponent(id)}`;
  }

  /** They can be corrected once their number does not change any more. */
  #failed(job) {
    const canCorrect = session.can("write") && !job.dryRun && (job.action === "put" || job.action === "create");
    const table = h("rejected-rows", { class: "stack" });
    const show = () => table.show(this.#database, this.#job, canCorrect && !isActive(job));
    if (!isActive(job)) {
      show();
    }
    return h("section", { class: "stack" },
      h("div", { class: "head" },
        h("h2", { class: "grow" }, headingOfFailed(job)),
        isActive(job) && h("button", { onclick: show }, "Show rows"),
        this.#files("failed")),
      h("p", { class: "soft prose" },
        canCorrect && (isActive(job) ? CORRECT_LATER : CORRECT),
        job.action === "undo" ? "These grievances stay as they are." : loadAgain()),
      table);
  }

  #unprocessed({ items, read }) {
    return h("section", { class: "stack" },
      h("div", { class: "head" },
        h("h2", { class: "grow" }, "Rows not processed"),
        this.#files("unprocessed")),
      h("p", { class: "soft" }, `${number(items - read)} rows have no result. Download them to load them later.`));
  }

  #files(result) {
    return FILES.map(([format, text]) =>
      h("button", { onclick: ({ currentTarget }) => this.#download(currentTarget, result, format) }, text));
  }

  async #download(button, result, format) {
    const { id } = this.#job;
    button.disabled = true;
    try {
      const without = result === "failed" ? corrected(id) : new Set();
      download(`${result}-${id}.${format}`, await allItems({ database: this.#database, id, result, format, without }));
      this.#tell(null);
    } catch (failure) {
      this.#tell(failure);
    } finally {
      button.disabled = false;
    }
  }

  async #askToCancel() {
    const detail = this.#job.dryRun
      ? "Rows not yet checked will have no result."
      : "Rows loaded so far are kept. The rest will not be loaded.";
    if (await ask("Cancel this job?", { detail, yes: "Cancel the job", danger: true })) {
      await this.#cancelJob().catch((failure) => this.#tell(failure));
    }
  }

  async #askToUndo() {
    if (await ask("Undo this job?", { detail: UNDO, yes: "Undo the job", danger: true })) {
      await this.#undoJob().catch((failure) => this.#tell(failure));
    }
  }

  async #undoJob() {
    const [path, options] = jobRequest(this.#database, this.#id);
    const { data } = await api.send("POST", `${path}/undo`, options);
    this.#go(this.#path(data.id));
  }

  async #cancelJob() {
    const [path, options] = jobRequest(this.#database, this.#id);
    await api.send("DELETE", path, options);
    await this.#look();
  }
}

customElements.define("job-view", JobView);

function headingOfFailed(job) {
  const rows = job.action === "undo" ? "Grievances not put back" : "Rejected rows";
  return isActive(job) ? `${rows} so far` : rows;
}

function loadAgain() {
  return [
    "Or download them, fix them in the file, and load it again. The columns ",
    h("code", {}, "line"), ", ", h("code", {}, "status"), " and ", h("code", {}, "body"),
    " describe the errors and are not imported.",
  ];
}

/** The next step after a file was only checked. */
function advice({ dryRun, state, failed }, database) {
  return dryRun && state === "Completed" && h("p", { class: failed ? "notice warn" : "notice" },
    failed
      ? "Nothing was stored. If you load the file, the rows below will be rejected and all others loaded. "
      : "Nothing was stored. All rows can be loaded. ",
    session.can("write") && h("a", { href: `#/${encodeURIComponent(database)}/load` }, "Load the file"));
}
