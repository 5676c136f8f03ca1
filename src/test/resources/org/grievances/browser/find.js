// Finds what has a role and a name, and can be seen, within an element or anywhere.
const [role, name, within] = arguments;
const KINDS = {
  alert: "[role=alert]",
  button: "button, summary, [role=button]",
  dialog: "dialog, [role=dialog]",
  field: "input:not([type=hidden]), select, textarea, [role=textbox], [role=combobox]",
  heading: "h1, h2, h3",
  link: "a[href]",
  option: "option",
  region: "section, [role=region]",
  row: "tbody tr",
  table: "table, [role=table]",
};
const pattern = new RegExp(`^(?:${name})$`, "is");

function nameOf(node) {
  const text = [labelledBy(node), node.getAttribute("aria-label"), labels(node), node.caption?.textContent, own(node), node.title, node.placeholder];
  return (text.find((part) => part?.trim()) ?? "").replace(/\s+/g, " ").trim();
}

function labelledBy(node) {
  const ids = node.getAttribute("aria-labelledby")?.split(/\s+/) ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
}

function labels(node) {
  return [...(node.labels ?? [])].map(withoutFields).join(" ");
}

function withoutFields(label) {
  const copy = label.cloneNode(true);
  copy.querySelectorAll("input, select, textarea, datalist").forEach((field) => field.remove());
  return copy.textContent;
}

function own(node) {
  return node.matches("input, select, textarea, table") ? "" : node.textContent;
}

function isSeen(node) {
  return role === "option" || node.checkVisibility({ visibilityProperty: true });
}

return [...(within ?? document).querySelectorAll(KINDS[role])]
  .filter((node) => pattern.test(nameOf(node)) && isSeen(node));
