/** The members of a grievance: how they are called, what they hold, and where they belong. */

export const GROUPS = [
  { name: "member", label: "Member and provider" },
  { name: "issue", label: "Issue" },
  { name: "resolution", label: "Resolution" },
  { name: "case", label: "Case" },
  { name: "filing", label: "Filing" },
  { name: "administration", label: "Administration" },
  { name: "record", label: "Record" },
];

export const FIELDS = [
  text("subscriber_ID", "Subscriber ID", "member", 9),
  text("member_Seq", "Dependent no.", "member", 2),
  text("provider_ID", "Provider ID", "member", 20),
  text("patient_Account_Number", "Patient account number", "member", 64),

  code("grievance_Category", "Category", "issue", "/grievance-categories"),
  code("grievance_Type", "Type", "issue", "/grievance-types"),
  code("issue_Type", "Issue type", "issue", "/grievance-issue-types"),
  text("grievance_Source", "Source", "issue", 16),
  date("issue_Date", "Issue date", "issue"),
  date("grievance_Received", "Received", "issue"),
  date("grievance_Filed", "Filed", "issue"),
  integer("call_Key", "Call number", "issue"),
  long("issue", "Issue", "issue"),

  code("grievance_Status", "Status", "resolution", "/grievance-statuses"),
  code("resolution_Type", "Resolution type", "resolution", "/grievance-resolution-types"),
  date("resolution_Date", "Resolution date", "resolution"),
  date("grievance_Resolved", "Resolved", "resolution"),
  long("resolution", "Resolution", "resolution"),

  code("admin_Change_Type", "Admin change type", "administration", "/grievance-admin-change-types"),
  date("admin_Change_Date", "Admin change date", "administration"),
  long("admin_Change", "Admin change note", "administration"),

  kept(integer("grievance_Key", "Grievance no.", "record")),
  kept(date("entry_Date", "Entered", "record")),
  kept(text("entry_User", "Entered by", "record", 20)),
  kept(date("update_Date", "Last changed", "record")),
  kept(text("update_User", "Last changed by", "record", 20)),
];

/** The fields of a filing that are no members of the grievance; the API keeps them in a resource of their own. */
export const FILING_FIELDS = [
  text("auth_Number", "Authorization number", "filing", 64),
  integer("claim_Number", "Claim number", "filing"),
  text("user_ID", "User ID", "filing", 64),
];

/** The fields of a case, which the API keeps in a resource of its own, too. */
export const CASE_FIELDS = [
  text("owner", "Owner", "case", 20),
  text("queue", "Queue", "case", 32),
  choice("line_Of_Business", "Line of business", "case", {
    MEDICARE_C: "Medicare Part C",
    MEDICARE_D: "Medicare Part D",
    INTEGRATED: "Integrated (Medicare and Medicaid)",
    MEDICAID: "Medicaid",
    COMMERCIAL: "Commercial",
    SELF_FUNDED: "Self-funded",
    OTHER: "Other",
  }),
  choice("processing", "Processing", "case", { STANDARD: "Standard", EXPEDITED: "Expedited" }),
  choice("received_Mode", "How received", "case", { ORAL: "Orally", WRITTEN: "In writing" }),
  choice("extension", "Extension asked for by", "case", { NONE: "Nobody", ENROLLEE: "Member", PLAN: "Plan" }),
  choice("quality_Of_Care", "Quality of care", "case", { true: "Yes", false: "No" }),
  choice("outcome", "Outcome", "case", {
    RESOLVED: "Resolved",
    DISMISSED: "Dismissed",
    WITHDRAWN: "Withdrawn",
    NOT_GRIEVANCE: "Not a grievance",
  }),
  text("first_Name", "First name", "case", 50),
  text("last_Name", "Last name", "case", 50),
  text("beneficiary_ID", "Beneficiary ID", "case", 11),
  text("contract_ID", "Contract", "case", 5),
  text("plan_ID", "Plan", "case", 3),
  text("delegate", "Delegate", "case", 70),
];

/** When the first of the events of a case were, as the service keeps it. */
const NOTICE_FIELDS = [
  date("acknowledged", "Acknowledged", "case"),
  date("extension_Noticed", "Notice of extension", "case"),
  date("oral_Notice", "Oral notice", "case"),
  date("written_Notice", "Written notice", "case"),
];

/** The fields on the page of a grievance. */
export const RECORD_FIELDS = [...FIELDS, ...FILING_FIELDS, ...CASE_FIELDS];

/** The fields in the history of a grievance. */
export const HISTORY_FIELDS = [...RECORD_FIELDS, ...NOTICE_FIELDS];

const BY_NAME = new Map([...FIELDS, ...CASE_FIELDS].map((field) => [field.name, field]));

export function field(name) {
  return BY_NAME.get(name);
}

/** How a member is called; a member that is not known is called by its name. */
export function label(name) {
  return BY_NAME.get(name)?.label ?? name;
}

function text(name, label, group, max) {
  return { name, label, group, kind: "text", max };
}

function long(name, label, group) {
  return { name, label, group, kind: "long", max: 4096 };
}

function date(name, label, group) {
  return { name, label, group, kind: "date" };
}

function integer(name, label, group) {
  return { name, label, group, kind: "integer" };
}

function code(name, label, group, list) {
  return { name, label, group, kind: "code", max: 32, list };
}

/** One of some values, each with its text. */
function choice(name, label, group, texts) {
  return { name, label, group, kind: "choice", texts };
}

/** The service keeps it, so that nobody can change it. */
function kept(field) {
  return { ...field, kept: true };
}
