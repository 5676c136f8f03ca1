/** The events of a case, in the order in which they happened; writers add some, attach files, and strike them out. */

import { api, session } from "./api.js";
import { announce, busy, download, h, problem, replace } from "./dom.js";
import { showErrors } from "./errors.js";
import { FieldControl } from "./field-control.js";
import { bytes, time } from "./format.js";
import { GrievanceTimeline } from "./grievance-timeline.js";

const KINDS = {
  NOTE: "Note",
  CALL: "Call",
  ACKNOWLEDGED: "Receipt acknowledged",
  REVIEWED: "Review",
  EXTENSION_NOTICE: "Notice of extension",
  ORAL_NOTICE: "Oral notice of resolution",
  WRITTEN_NOTICE: "Written notice of resolution",
  NO_ORAL_NOTICE: "No oral notice",
  REFERRED: "Referred",
  CORRECTIVE_ACTION: "Corrective action",
  PENDING_ELSEWHERE: "Pending elsewhere",
};
const FIELDS = [
  { name: "kind", label: "Kind of event", kind: "choice", texts: KINDS },
  { name: "at", label: "Happened", kind: "date" },
  { name: "text", label: "Text", kind: "long", max: 4096 },
];
const REASON = { name: "reason", label: "Reason", kind: "text", max: 256 };
const DAY_ALONE = /^\d{4}-\d\d-\d\d$/;

/** It fires `changed` when an event was added or struck out, which can change the grievance. */
class GrievanceEvents extends GrievanceTimeline {
  #address;

  constructor() {
    super("events", (event) => eventItem(event, this.#actions), {
      heading: "Events",
      more: "Show later ones",
      none: "No events yet.",
    });
  }

  show(database, key) {
    this.#address = { database, key, path: `/grievances/${key}/events` };
    const loaded = super.show(database, key);
    if (session.can("write")) {
      this.querySelector("h2").after(this.#form());
    }
    return loaded;
  }

  #form() {
    const values = { at: new Date().toISOString().replace(/\.\d+/, "") };
    const controls = new Map(FIELDS.map((field) => [field.name, new FieldControl(field, values[field.name])]));
    const message = h("div");
    const submit = (event) => {
      event.preventDefault();
      busy(event.submitter, () => this.#add(controls, message));
    };
    return h("details", {},
      h("summary", {}, "Add an event"),
      h("form", { class: "stack", "aria-label": "Add an event", onsubmit: submit },
        h("div", { class: "fields" }, [...controls.values()].map(({ node }) => node)),
        message,
        h("div", { class: "actions" }, h("button", { class: "primary" }, "Add"))));
  }

  async #add(controls, message) {
    const { database, path } = this.#address;
    controls.forEach((control) => {
      control.error = null;
    });
    const json = Object.fromEntries([...controls].map(([name, control]) => [name, control.value]));
    const precision = DAY_ALONE.test(json.at) ? "DATE" : "TIME";
    try {
      const headers = { "Idempotency-Key": `"${crypto.randomUUID()}"` };
      await api.send("POST", path, { database, json: { ...json, precision }, headers });
      this.#changed("Event added.");
    } catch (failure) {
      replace(message, failure.status !== 401 && showErrors(failure, controls));
    }
  }

  #changed(text) {
    const { database, key } = this.#address;
    announce(text);
    this.show(database, key);
    this.dispatchEvent(new Event("changed"));
  }

  #actions = {
    strikeOut: ({ event_Key: event }) => {
      const { database, path } = this.#address;
      openReasonDialog(async (reason) => {
        await api.send("DELETE", `${path}/${event}`, { database, query: { reason } });
        this.#changed("Event struck out.");
      });
    },
    files: async ({ event_Key: event }) => {
      const { database, path } = this.#address;
      return (await api.get(`${path}/${event}/attachments`, { database })).data;
    },
    open: async ({ event_Key: event }, { attachment_Key: attachment, file_Name: name }) => {
      const { database, path } = this.#address;
      const { data } = await api.get(`${path}/${event}/attachments/${attachment}`, { database, accept: "*/*" });
      download(name, data);
    },
    attach: async ({ event_Key: event }, file) => {
      const { database, path } = this.#address;
      const name = `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`;
      await api.send("POST", `${path}/${event}/attachments`, {
        database, body: file, type: "application/octet-stream", headers: { "Content-Disposition": name },
      });
      announce(`${file.name} attached.`);
    },
  };
}

function eventItem(event, actions) {
  const { kind, at, by, text, struck_Out: struckOut } = event;
  return h("li", { class: struckOut && "struck" },
    h("p", {},
      h("strong", {}, KINDS[kind] ?? kind), " ",
      h("span", { class: "soft" }, [happened(event), by].filter(Boolean).join(" · "))),
    text && h("p", { class: "value" }, text),
    struckOut && h("p", { class: "soft" }, `Struck out by ${event.struck_By}: ${event.struck_Reason}`),
    buttons(event, actions));
}

/** Of an event whose time of day nobody knows, the day. */
function happened({ at, precision }) {
  const shown = time(at).textContent;
  return precision === "DATE" ? shown.replace(/, [^,]*$/, "") : shown;
}

function buttons(event, actions) {
  const files = h("div");
  const show = h("button", { class: "quiet", onclick: () => busy(show, () => showFiles(event, actions, files)) }, "Files");
  const strike = h("button", { class: "quiet", onclick: () => actions.strikeOut(event) }, "Strike out");
  return [h("div", { class: "actions" }, show, session.can("write") && !event.struck_Out && strike), files];
}

async function showFiles(event, actions, files) {
  try {
    const attachments = await actions.files(event);
    replace(files,
      attachments.length
        ? h("ul", {}, attachments.map((attachment) => fileItem(event, attachment, actions)))
        : h("p", { class: "soft" }, "No files."),
      session.can("write") && fileInput(event, actions, files));
  } catch (failure) {
    replace(files, failure.status !== 401 && problem(failure));
  }
}

function fileItem(event, attachment, actions) {
  const open = h("button", { class: "quiet", onclick: () => busy(open, () => actions.open(event, attachment)) },
    attachment.file_Name);
  return h("li", {}, open, h("span", { class: "soft" }, ` ${bytes(attachment.size)}`));
}

function fileInput(event, actions, files) {
  const message = h("div");
  const input = h("input", { type: "file", "aria-label": "Attach a file" });
  input.addEventListener("change", async () => {
    try {
      await actions.attach(event, input.files[0]);
      await showFiles(event, actions, files);
    } catch (failure) {
      replace(message, failure.status !== 401 && problem(failure));
    }
  });
  return h("div", {}, input, message);
}

/** Asks why; `strikeOut` is called with the reason. */
function openReasonDialog(strikeOut) {
  const control = new FieldControl(REASON, null, { required: true });
  const message = h("div");
  const submit = (event) => {
    event.preventDefault();
    busy(event.submitter, async () => {
      try {
        await strikeOut(control.value);
        dialog.close();
      } catch (failure) {
        replace(message, problem(failure));
      }
    });
  };
  const dialog = h("dialog", { "aria-labelledby": "strike-out", onclose: () => dialog.remove() },
    h("form", { onsubmit: submit },
      h("h2", { id: "strike-out" }, "Strike out the event?"),
      h("p", {}, "It stays in the list, with the reason."),
      control.node,
      message,
      h("div", { class: "actions" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: "danger" }, "Strike out"))));
  document.body.append(dialog);
  dialog.showModal();
}

customElements.define("grievance-events", GrievanceEvents);
