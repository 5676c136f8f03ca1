/** A grievance as people read it: the issue and the resolution in full, and the facts at the side. */

import { h, replace } from "./dom.js";
import { fieldText } from "./field-control.js";
import { field } from "./fields.js";

const TEXTS = ["issue", "resolution"];
const FACTS = [
  "provider_ID",
  "grievance_Category",
  "grievance_Type",
  "issue_Type",
  "line_Of_Business",
  "processing",
  "received_Mode",
  "grievance_Received",
];

class GrievanceSummary extends HTMLElement {

  show(grievance) {
    replace(this, h("div", { class: "card summary" },
      h("div", { class: "stack" }, TEXTS.filter((name) => grievance[name]).map((name) => text(name, grievance))),
      h("dl", {}, member(grievance), FACTS.filter((name) => isKnown(grievance[name])).map((name) => fact(name, grievance)))));
  }
}

function text(name, grievance) {
  return h("div", {}, h("h2", {}, field(name).label), h("p", { class: "value" }, grievance[name]));
}

function fact(name, grievance) {
  return fieldText(field(name), grievance[name]);
}

/** By name, if the case has it, and number. */
function member({ first_Name: first, last_Name: last, subscriber_ID: subscriber, member_Seq: seq }) {
  const name = [first, last].filter(Boolean).join(" ");
  const number = [subscriber, seq].filter(Boolean).join("-");
  const value = [name, number].filter(Boolean).join(" · ");
  return value && fieldText({ label: "Member" }, value);
}

function isKnown(value) {
  return value !== null && value !== undefined && value !== "";
}

customElements.define("grievance-summary", GrievanceSummary);
