/** Files a grievance for a member, a subscriber or a provider. */

import { addressOf } from "../address.js";
import { api } from "../api.js";
import { announce, busy, h, replace } from "../dom.js";
import { FieldControl } from "../field-control.js";
import { showErrors } from "../errors.js";
import { field, FILING_FIELDS } from "../fields.js";
import { number, time } from "../format.js";

const FIELDS = [
  ...["subscriber_ID", "member_Seq", "provider_ID", "grievance_Received", "grievance_Category", "grievance_Type",
    "issue_Type", "issue_Date", "issue", "grievance_Source", "call_Key"].map(field),
  ...FILING_FIELDS,
];

const HINT = "Enter a subscriber or a provider. The number is assigned automatically. Without a date of receipt, "
  + "the current time is used; blank codes get their defaults.";

const MAX_SHOWN = 5;
const SHORT = 120;
const OF_MEMBER = ["subscriber_ID", "member_Seq"];

/** One key for the form, so that sending it twice files one grievance. */
export default async function newGrievance({ main, database, go }) {
  const view = {
    main,
    database,
    go,
    key: crypto.randomUUID(),
    controls: new Map(FIELDS.map((field) => [field.name, new FieldControl(field, null, { database })])),
    message: h("div"),
    others: h("div", { role: "status" }),
  };
  replace(main,
    h("h1", {}, "New grievance"),
    h("p", { class: "soft" }, HINT),
    view.message,
    form(view));
}

function form(view) {
  const controls = [...view.controls.values()];
  OF_MEMBER.forEach((name) => view.controls.get(name).node.addEventListener("change", () => showOthers(view)));
  return h("form", {
    class: "card stack",
    onsubmit: (event) => {
      event.preventDefault();
      busy(event.submitter, () => file(view));
    },
    oninput: () => view.main.toggleAttribute("data-unsaved", controls.some((control) => control.isChanged)),
  },
    h("div", { class: "fields" }, controls.map((control) => control.node)),
    view.others,
    h("div", { class: "actions" },
      h("button", { class: "primary" }, "File grievance"),
      h("a", { class: "button", href: `#${addressOf(view.database, "grievances")}` }, "Cancel")));
}

async function file(view) {
  view.controls.forEach((control) => {
    control.error = null;
  });
  if (lacksParty(view)) {
    return;
  }
  try {
    const { data } = await send(view);
    view.main.removeAttribute("data-unsaved");
    announce(`Grievance ${data.grievance_Key} filed.`);
    view.go(addressOf(view.database, `grievances/${data.grievance_Key}`), { instead: true });
  } catch (failure) {
    replace(view.message, failure.status !== 401 && showErrors(failure, view.controls));
  }
}

/** Shows the open grievances of the member, so that nobody files one twice. */
async function showOthers(view) {
  const member = OF_MEMBER.map((name) => [name, view.controls.get(name).value]).filter(([, value]) => value);
  const query = { ...Object.fromEntries(member), open: true, pageSize: MAX_SHOWN, sortBy: "grievance_Key:desc" };
  const asked = view.asked = {};
  if (!query.subscriber_ID) {
    replace(view.others);
    return;
  }
  try {
    const { data, headers } = await api.get("/grievances", { database: view.database, query });
    if (asked === view.asked) {
      replace(view.others, data.length > 0 && others(view.database, data, headers));
    }
  } catch {
    replace(view.others);
  }
}

function others(database, grievances, headers) {
  const { TotalCount } = JSON.parse(headers.get("X-Pagination"));
  const link = (key) => h("a", { href: `#${addressOf(database, `grievances/${key}`)}`, target: "_blank" }, key);
  const item = ({ grievance_Key: key, grievance_Received: received, issue }) => h("li", {},
    link(key), " ", time(received), issue && h("p", { class: "soft" }, issue.slice(0, SHORT)));
  return h("div", { class: "notice warn" },
    h("p", {}, h("strong", {}, `${number(TotalCount)} open for this member`), TotalCount > MAX_SHOWN && ", the latest:"),
    h("ul", {}, grievances.map(item)));
}

/** Says so here, without asking the service. */
function lacksParty({ controls }) {
  const parties = [controls.get("subscriber_ID"), controls.get("provider_ID")];
  if (parties.some((control) => control.value)) {
    return false;
  }
  parties.forEach((control) => {
    control.error = "Enter a subscriber ID or a provider ID.";
  });
  parties[0].focus();
  return true;
}

function send({ database, controls, key }) {
  const json = Object.fromEntries([...controls].map(([name, control]) => [name, control.value]));
  return api.send("POST", "/grievances-file", { database, json, headers: { "Idempotency-Key": `"${key}"` } });
}
