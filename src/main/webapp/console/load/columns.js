/** Matches the columns of a file to the members of a grievance. */

import { FIELDS } from "../fields.js";

const SYNONYMS = {
  grievance_Key: ["key", "id", "grievanceid", "grievancenumber", "grievanceno"],
  subscriber_ID: ["subscriber", "subscribernumber"],
  member_Seq: ["seq", "membersequence", "memberno", "membernumber"],
  provider_ID: ["provider", "providernumber"],
  patient_Account_Number: ["accountnumber", "patientaccount", "patientaccountno"],
  call_Key: ["call", "callid"],
  grievance_Received: ["datereceived", "receiveddate"],
  grievance_Filed: ["datefiled", "fileddate"],
  grievance_Resolved: ["dateresolved", "resolveddate"],
  issue: ["issuetext", "issuedescription"],
  resolution: ["resolutiontext", "resolutiondescription"],
  admin_Change_Type: ["changetype"],
  admin_Change_Date: ["changedate"],
  admin_Change: ["change"],
  entry_Date: ["dateentered"],
  update_Date: ["dateupdated", "lastupdated"],
};

/** For each column the name of its member, or null; each member has one column at most. */
export function match(columns) {
  const keys = columns.map(key);
  const found = keys.map(() => null);
  assign(found, keys, new Map(FIELDS.map(({ name }) => [key(name), name])));
  if (!isAnswered(keys)) {
    assign(found, keys, synonyms());
  }
  return found;
}

function assign(found, keys, names) {
  keys.forEach((wanted, column) => {
    const name = names.get(wanted);
    if (name && found[column] === null && !found.includes(name)) {
      found[column] = name;
    }
  });
}

function synonyms() {
  const labels = FIELDS.map(({ name, label }) => [key(label), name]);
  const others = Object.entries(SYNONYMS).flatMap(([name, words]) => words.map((word) => [word, name]));
  return new Map([...labels, ...others]);
}

/** Rows that failed before have the status of their outcome, which is not that of the grievance. */
function isAnswered(keys) {
  return keys.includes("status") && keys.includes("body");
}

function key(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
