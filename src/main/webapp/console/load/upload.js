/** Sends a file as a job. It goes on while the reader looks at other pages. */

import { Problem, session } from "../api.js";

const KEEP_SESSION = 5 * 60_000;

let upload = null;

/** The one that was begun last; null before. */
export function lastUpload() {
  return upload;
}

/** A file does not outlive the session of its user. */
session.addEventListener("left", () => {
  if (upload?.isRunning) {
    upload.cancel();
  }
  upload = null;
});

export function begin(request) {
  upload = new Upload(request);
  upload.send();
  return upload;
}

/**
 * Its `state` is `preparing`, `sending`, `received` (wholly, but not answered yet), `accepted` as the job `id`,
 * `failed` with a `problem`, or `cancelled`. It fires `change`.
 */
class Upload extends EventTarget {
  sent = 0;
  #key = crypto.randomUUID();
  #request;
  #body;
  #xhr;
  #awake;

  /** @param request the database, a draft, whether it is only checked, and the method and query by which it is sent */
  constructor(request) {
    super();
    this.#request = request;
    this.database = request.database;
    this.draft = request.draft;
    this.name = request.draft.file.name;
    this.size = request.draft.file.size;
  }

  get isRunning() {
    return ["preparing", "sending", "received"].includes(this.state);
  }

  get isOnlyCheck() {
    return this.#request.dryRun;
  }

  /** Sending again is safe: the service takes what has the same key once. */
  async send() {
    this.sent = 0;
    this.#awake = setInterval(() => session.load().catch(() => {}), KEEP_SESSION);
    addEventListener("beforeunload", stay);
    this.#change("preparing");
    try {
      this.#body ??= await this.draft.body();
    } catch (failure) {
      this.#fail(failure);
      return;
    }
    if (this.isRunning) {
      this.#sendBody();
    }
  }

  #sendBody() {
    this.began = Date.now();
    this.size = this.#body.size;
    this.#change("sending");
    this.#xhr = this.#open();
    this.#xhr.send(this.#body);
  }

  cancel() {
    if (this.#xhr) {
      this.#xhr.abort();
    } else {
      this.#end("cancelled");
    }
  }

  /** By this and not by fetch(), which does not tell how much was sent. */
  #open() {
    const { database, draft, dryRun, method, query } = this.#request;
    const xhr = new XMLHttpRequest();
    xhr.open(method, `/vbasoftware/grievances-batch?${new URLSearchParams({ dryRun, ...query })}`);
    const headers = {
      "X-Requested-With": "grievances-console",
      "vbasoftware-database": database,
      "Content-Type": draft.type,
      "Idempotency-Key": `"${this.#key}"`,
      Prefer: "respond-async",
      "Content-Disposition": `attachment; filename*=UTF-8''${encoded(this.name)}`,
      ...(draft.isGzipped && { "Content-Encoding": "gzip" }),
    };
    Object.entries(headers).forEach(([name, value]) => xhr.setRequestHeader(name, value));
    this.#listen(xhr);
    return xhr;
  }

  #listen(xhr) {
    xhr.upload.addEventListener("progress", ({ loaded }) => {
      this.sent = loaded;
      this.#change("sending");
    });
    xhr.upload.addEventListener("load", () => this.#change("received"));
    xhr.addEventListener("load", () => this.#answered(xhr));
    xhr.addEventListener("error", () => this.#fail(new Problem(0, {
      title: "The connection was lost.",
      detail: "Send it again; nothing is loaded twice. If it fails again, the file may have changed: choose it again.",
    })));
    xhr.addEventListener("abort", () => this.#end("cancelled"));
  }

  #answered(xhr) {
    const { data, error } = envelope(xhr.responseText);
    if (xhr.status === 202) {
      this.id = data.id;
      return this.#end("accepted");
    }
    if (xhr.status === 401) {
      session.forget();
    }
    this.#fail(new Problem(xhr.status, error ?? { title: `Unexpected response (${xhr.status})`, detail: "Try again later." }));
  }

  #fail(problem) {
    this.problem = problem;
    this.#end("failed");
  }

  #end(state) {
    clearInterval(this.#awake);
    removeEventListener("beforeunload", stay);
    this.#change(state);
  }

  #change(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

/** As RFC 8187 wants it. */
function encoded(text) {
  return encodeURIComponent(text).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function stay(event) {
  event.preventDefault();
}

function envelope(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
