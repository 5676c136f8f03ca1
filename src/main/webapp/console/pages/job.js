/** How far a job is, what became of its rows, and what can be done about those that failed. */

import { api, session } from "../api.js";
import { announce, ask, download, h, problem, replace } from "../dom.js";
import { bytes, number, percent, time } from "../format.js";
import "../jobs/failed-rows.js";
import { allItems } from "../jobs/items.js";
import { badge, isActive, title } from "../jobs/states.js";
import { watch } from "../jobs/watch.js";

export default async function page({ main, database, params }) {
  const view = h("job-view", { class: "stack" });
  replace(main, view);
  await view.show(database, params.id);
  return () => view.stop();
}

class JobView extends HTMLElement {
  #database;
  #id;
  #job;
  #title = h("h1", {}, "Job");
  #state = h("span");
  #cancel = h("button", { class: "danger", hidden: true, onclick: () => this.#askToCancel() }, "Cancel the job");
  #trouble = h("div");
  #bar = h("progress", { max: 1, hidden: true, "aria-label": "Progress" });
  #progress = h("p", { class: "soft" }, " ");
  #facts = h("dl", { class: "facts" });
  #rest = h("div", { class: "stack" });

  /** Resolves after the first look. */
  show(database, id) {
    this.#database = database;
    this.#id = id;
    replace(this, h("div", { class: "head" }, this.#title, this.#state, this.#cancel),
      this.#trouble, this.#bar, this.#progress, this.#facts, this.#rest);
    return new Promise((resolve) => {
      this.stop = watch(() => this.#look(), (failure) => {
        replace(this.#trouble, failure && failure.status !== 401 && problem(failure));
        resolve();
      });
    });
  }

  async #look() {
    const { data, headers } = await api.get(`/jobs/${encodeURIComponent(this.#id)}`, { database: this.#database });
    this.#showJob(data);
    return isActive(data) ? Number(headers.get("Retry-After")) || 1 : null;
  }

  #showJob(job) {
    const before = this.#job;
    this.#job = job;
    replace(this.#title, title(job));
    replace(this.#state, badge(job));
    this.#cancel.hidden = !isActive(job) || !session.can("write");
    this.#showProgress(job);
    replace(this.#facts, facts(job));
    if (before?.state !== job.state || before.failed === 0 !== (job.failed === 0)) {
      announce(`${title(job)}: ${this.#state.textContent}`);
      this.#showRest(job);
    }
  }

  #showProgress(job) {
    const fraction = job.items ? job.read / job.items : 1;
    this.#bar.hidden = false;
    this.#bar.value = fraction;
    if (job.state === "Queued") {
      return replace(this.#progress, "It runs after the jobs that were sent before it.");
    }
    const rate = job.perSecond ? ` · ${number(job.perSecond)} a second` : "";
    const left = job.secondsLeft === null ? "" : ` · about ${duration(job.secondsLeft)} left`;
    replace(this.#progress, `${percent(fraction)} · ${number(job.read)} of ${number(job.items)} rows${rate}${left}`);
  }

  #showRest(job) {
    replace(this.#rest,
      job.problem && h("p", { class: "problem" }, job.problem),
      advice(job, this.#database),
      job.failed > 0 && this.#failed(job),
      !isActive(job) && job.read < job.items && this.#unprocessed(job));
  }

  #failed(job) {
    const table = h("failed-rows", { class: "stack" });
    const editable = session.can("write") && !job.dryRun && job.action === "put";
    const show = () => table.show(this.#database, this.#job, editable && !isActive(this.#job));
    if (!isActive(job)) {
      show();
    }
    return h("section", { class: "stack" },
      h("div", { class: "head" },
        h("h2", { class: "grow" }, isActive(job) ? "Rows that failed so far" : "Rows that failed"),
        isActive(job) && h("button", { onclick: show }, "Show them"),
        this.#files("failed")),
      h("p", { class: "soft prose" }, editable && (isActive(job) ? "They can be mended here when the job has ended. " : "Mend them here and send them again. "),
        "They can also be downloaded, mended in the file, and loaded as they are: the columns ",
        h("code", {}, "status"), " and ", h("code", {}, "body"), ", which tell what is wrong, are left out."),
      table);
  }

  #unprocessed(job) {
    return h("section", { class: "stack" },
      h("div", { class: "head" }, h("h2", { class: "grow" }, "Rows that were not reached"), this.#files("unprocessed")),
      h("p", { class: "soft" }, `${number(job.items - job.read)} rows have no outcome. Download them to load them later.`));
  }

  #files(result) {
    return [["csv", "Download as CSV"], ["ndjson", "As lines of JSON"]].map(([format, text]) =>
      h("button", { onclick: ({ currentTarget }) => this.#download(currentTarget, result, format) }, text));
  }

  async #download(button, result, format) {
    button.disabled = true;
    try {
      const blob = await allItems({ database: this.#database, id: this.#id, result, format });
      download(`${result}-${this.#id}.${format}`, blob);
      replace(this.#trouble);
    } catch (failure) {
      replace(this.#trouble, problem(failure));
    } finally {
      button.disabled = false;
    }
  }

  async #askToCancel() {
    const detail = this.#job.dryRun ? "Rows that were not looked at stay without an outcome." : "What was applied so far stays. The rest is not applied.";
    if (await ask("Cancel this job?", { detail, yes: "Cancel the job", danger: true })) {
      await api.send("DELETE", `/jobs/${this.#id}`, { database: this.#database }).catch((failure) => replace(this.#trouble, problem(failure)));
      this.#showJob((await api.get(`/jobs/${this.#id}`, { database: this.#database })).data);
    }
  }
}

customElements.define("job-view", JobView);

function facts(job) {
  return [
    outcomes(job).map(([name, count]) => fact(job.dryRun ? `Would be ${name.toLowerCase()}` : name, number(count))),
    fact(job.dryRun ? "Would fail" : "Failed", number(job.failed)),
    fact("Received", time(job.received)),
    job.started && fact("Started", time(job.started)),
    job.ended && fact("Ended", time(job.ended)),
    job.started && job.ended && fact("Took", duration((Date.parse(job.ended) - Date.parse(job.started)) / 1000)),
    job.user && fact("Sent by", [job.user, job.client].filter(Boolean).join(", ")),
    fact("Size", bytes(job.size)),
  ];
}

function outcomes({ action, created, updated, deleted }) {
  return action === "delete" ? [["Deleted", deleted]] : [["Created", created], ["Updated", updated]];
}

function fact(name, value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

function advice({ dryRun, state, failed }, database) {
  if (!dryRun || state !== "Completed") {
    return null;
  }
  return h("p", { class: failed ? "notice warn" : "notice" },
    failed ? "Nothing was stored. Loaded now, the rows below would be refused, and all others applied. "
      : "Nothing was stored. All rows can be loaded. ",
    session.can("write") && h("a", { href: `#/${encodeURIComponent(database)}/load` }, "Load the file"));
}

/** "2 min 5 s" */
function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [[Math.floor(whole / 3600), "h"], [Math.floor(whole / 60) % 60, "min"], [whole % 60, "s"]];
  const first = parts.findIndex(([amount]) => amount > 0);
  return first < 0 ? "less than a second" : parts.slice(first, first + 2).map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}
