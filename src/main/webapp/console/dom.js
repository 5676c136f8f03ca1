/** Makes elements, and tells what happened. */

/**
 * Makes an element. Attributes that are null or false are left out, `on…` are listeners, and `value`
 * is set after the children, so that it also chooses the option of a select.
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  node.append(...shown(children));
  for (const [name, value] of Object.entries(attributes ?? {})) {
    set(node, name, value);
  }
  return node;
}

function set(node, name, value) {
  if (name.startsWith("on")) {
    node.addEventListener(name.slice(2), value);
  } else if (name === "value") {
    node.value = value ?? "";
  } else if (value !== null && value !== undefined && value !== false) {
    node.setAttribute(name, value === true ? "" : value);
  }
}

function shown(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Puts children in place of those that a node has. */
export function replace(node, ...children) {
  node.replaceChildren(...shown(children));
  return node;
}

/** Has a screen reader say a text when it has nothing else to say. */
export function announce(text) {
  document.getElementById("live").textContent = text;
}

/** Shows why something could not be done. */
export function problem({ title, detail, message }) {
  const heading = (title ?? "Something went wrong").replace(/\.?$/, ".");
  return h("p", { class: "problem", role: "alert" }, h("strong", {}, heading), " ", detail ?? message);
}

/** Does what a button asks for; until that is done, the button looks busy and takes no second click. */
export async function busy(button, work) {
  if (button.ariaBusy === "true") {
    return;
  }
  button.ariaBusy = "true";
  try {
    await work();
  } finally {
    button.ariaBusy = null;
  }
}

/** Saves a file to the reader's disk. */
export function download(name, blob) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A box in which what is too wide or too long scrolls, also with the keys. */
export function region(label, ...children) {
  return h("div", { class: "region", tabindex: 0, role: "region", "aria-label": label }, children);
}

/** Rows that keep the room for those to come. */
export function skeletonRows(rows, columns) {
  const cell = () => h("td", {}, h("span", { class: "skeleton" }));
  return Array.from({ length: rows }, () => h("tr", {}, Array.from({ length: columns }, cell)));
}

/** Asks a question in a dialog; resolves to whether the reader said yes. */
export function ask(question, { detail, yes, danger = false }) {
  const dialog = h("dialog", { class: "ask", "aria-labelledby": "question" },
    h("form", { method: "dialog" },
      h("h2", { id: "question" }, question),
      detail && h("p", {}, detail),
      h("div", { class: "actions" },
        h("button", { value: "no" }, "Cancel"),
        h("button", { class: danger ? "danger" : "primary", value: "yes" }, yes))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
