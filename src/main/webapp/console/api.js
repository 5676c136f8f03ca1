/** Speaks with the service, and knows who is signed in. */

const ROOT = "/vbasoftware";
const MAX_WAIT = 30;
const AHEAD_RETENTION = 10_000;
const DATABASES = "grievances databases";

/** Asks for errors as data. */
export const WITH_ERRORS = { Prefer: "errors=structured" };

const MAY = {
  read: ["grievance-reader", "grievance-writer", "grievance-admin"],
  write: ["grievance-writer", "grievance-admin"],
  administer: ["grievance-admin"],
};

/** An answer that is not a success; `status` is 0 when there was no answer. */
export class Problem extends Error {
  constructor(status, { title, detail, errors }, headers = new Headers()) {
    super(detail ?? title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors ?? [];
    this.headers = headers;
  }
}

/**
 * Who is signed in. It fires `begun` after signing in, and `ended` when the service knows nobody any more.
 * It fires `left` when the user is gone for good, having signed out in any tab, or having been followed by
 * another user: what was kept for the user is dropped then.
 */
class Session extends EventTarget {
  user = null;
  roles = [];
  databases = [];
  signIn = [];
  #zones = {};
  #last = null;
  #tabs = new BroadcastChannel("grievances session");

  constructor() {
    super();
    this.#tabs.addEventListener("message", ({ data }) => this.#follow(data));
  }

  can(what) {
    return MAY[what].some((role) => this.roles.includes(role));
  }

  async load() {
    this.take((await api.get("/console-session")).data);
  }

  async begin(user, password) {
    this.take((await api.send("POST", "/console-session", { json: { user, password } })).data);
    this.#tabs.postMessage("begun");
    this.dispatchEvent(new Event("begun"));
  }

  /** Tells tabs that wait for it that the user is signed in, which may have been done at an identity provider. */
  announce() {
    this.#tabs.postMessage("begun");
  }

  /** All tabs share the session. */
  async #follow(change) {
    if (change === "begun" && this.user === null) {
      await this.load().catch(() => {});
      if (this.user !== null) {
        this.dispatchEvent(new Event("begun"));
      }
    } else if (change === "left") {
      this.#leave();
    }
  }

  #leave() {
    this.#last = null;
    this.dispatchEvent(new Event("left"));
    this.forget();
  }

  async end({ everywhere = false } = {}) {
    await api.send("DELETE", "/console-session", { query: everywhere ? { everywhere } : {} });
    this.#tabs.postMessage("left");
    this.#leave();
  }

  forget() {
    localStorage.removeItem(DATABASES);
    if (this.user !== null) {
      this.user = null;
      this.dispatchEvent(new Event("ended"));
    }
  }

  /** The databases of who was signed in last, without asking the service; none after signing out. */
  get lastDatabases() {
    return JSON.parse(localStorage.getItem(DATABASES) ?? "[]");
  }

  /** The time zone of a database. */
  zoneOf(database) {
    return this.#zones[database];
  }

  take({ user, roles, databases, signIn, zones }) {
    Object.assign(this, { user, roles: roles ?? [], databases: databases ?? [], signIn: signIn ?? [] });
    this.#zones = zones ?? {};
    if (user && this.#last && this.#last !== user) {
      this.dispatchEvent(new Event("left"));
    }
    this.#last = user ?? this.#last;
    localStorage.setItem(DATABASES, JSON.stringify(this.databases));
  }
}

export const session = new Session();

const ahead = new Map();

export const api = {
  /** Reads; waits and tries once more when there were too many requests. */
  async get(path, options = {}) {
    const asked = takeAhead(path, options);
    if (asked) {
      const answer = await asked;
      options.signal?.throwIfAborted();
      return answer;
    }
    try {
      return await request("GET", path, options);
    } catch (problem) {
      if (problem.status !== 429) {
        throw problem;
      }
      await pause(problem.headers.get("Retry-After"));
      return request("GET", path, options);
    }
  },

  /** Reads what the page that is being loaded will read; its answer is kept for that. */
  ahead(path, options = {}) {
    const name = nameOf(path, options);
    const answer = this.get(path, options);
    const drop = () => ahead.delete(name);
    answer.then(() => setTimeout(drop, AHEAD_RETENTION), drop);
    ahead.set(name, answer);
  },

  send(method, path, options = {}) {
    return request(method, path, options);
  },

  /** Sends a request, and resolves to the response itself, for a body that is read bit by bit. */
  open(method, path, options = {}) {
    return answered(method, path, options);
  },
};

function takeAhead(path, options) {
  const name = nameOf(path, options);
  const answer = ahead.get(name);
  ahead.delete(name);
  return answer;
}

function nameOf(path, { database, query }) {
  return `${database} ${address(path, query)}`;
}

/** The answer's `data` is that of the envelope, a Blob when it is no JSON, or null when there is none. */
async function request(method, path, options) {
  const answer = await answered(method, path, { ...options, headers: { ...WITH_ERRORS, ...options.headers } });
  return { status: answer.status, data: await dataOf(answer), headers: answer.headers };
}

async function answered(method, path, { database, query, headers, accept, json, body, type, signal }) {
  const answer = await fetched(address(path, query), {
    method,
    signal,
    cache: "no-store",
    headers: { ...headersFor(database, accept, json === undefined ? type : "application/json"), ...headers },
    body: json === undefined ? body : JSON.stringify(json),
  });
  if (answer.ok) {
    return answer;
  }
  const problem = await problemOf(answer);
  if (problem.status === 401) {
    session.forget();
  }
  throw problem;
}

async function fetched(url, options) {
  try {
    return await fetch(url, options);
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw noAnswer("Check your connection and try again.");
  }
}

function noAnswer(detail) {
  return new Problem(0, { title: "Can’t reach the server.", detail });
}

/** A query is an object, whose empty values are left out, or URLSearchParams. */
function address(path, query = {}) {
  const pairs = query instanceof URLSearchParams ? [...query] : Object.entries(query);
  const given = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(given).toString();
  return ROOT + path + (text && `?${text}`);
}

function headersFor(database, accept, type) {
  return {
    "X-Requested-With": "grievances-console",
    Accept: accept ?? "application/json",
    ...(database && { "vbasoftware-database": database }),
    ...(type && { "Content-Type": type }),
  };
}

async function dataOf(answer) {
  if (answer.status === 204) {
    return null;
  }
  try {
    return isJson(answer) ? (await answer.json()).data : await answer.blob();
  } catch (failure) {
    throw failure.name === "AbortError" ? failure : noAnswer("The connection was lost. Try again.");
  }
}

async function problemOf(answer) {
  const envelope = isJson(answer) ? await answer.json().catch(() => null) : null;
  const error = envelope?.error ?? { title: `Unexpected response (${answer.status})`, detail: "Try again later." };
  return new Problem(answer.status, error, answer.headers);
}

function isJson(answer) {
  return /^(application|text)\/json\b/.test(answer.headers.get("Content-Type") ?? "");
}

function pause(seconds) {
  const wait = Math.min(Number(seconds) || 1, MAX_WAIT);
  return new Promise((resolve) => setTimeout(resolve, wait * 1000));
}
