/** Signs in, with a password or at the identity provider. */

import { session } from "./api.js";
import { busy, h, problem, replace } from "./dom.js";
import { clean } from "./pasted-text.js";

const REFUSED = {
  title: "Sign-in failed",
  detail: "The identity provider or this service did not accept it. Try again, or ask your administrator.",
};

const ENTRIES_KEPT = "This opens a new tab. Your entries stay in this tab, which continues when you have signed in.";

/** @param kept whether a page waits behind this one, so that its tab must not be left */
export function signIn({ main, query, remember, kept }) {
  replace(main,
    h("section", { class: "sign-in" },
      h("h1", {}, "Sign in"),
      query.has("refused") && problem(REFUSED),
      session.signIn.includes("password") && passwordForm(),
      session.signIn.includes("openid-connect") && providerLink(remember, kept)));
  main.querySelector("input, a")?.focus();
}

function providerLink(remember, kept) {
  const attributes = { class: "button", href: "/console/sign-in" };
  const link = "Sign in with your organization";
  return kept
    ? [h("a", { ...attributes, target: "_blank", rel: "noopener" }, link), h("p", { class: "soft" }, ENTRIES_KEPT)]
    : h("a", { ...attributes, onclick: remember }, link);
}

function passwordForm() {
  const user = h("input", {
    id: "user",
    name: "user",
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: "false",
    required: true,
  });
  const password = h("input", {
    id: "password",
    name: "password",
    type: "password",
    autocomplete: "current-password",
    required: true,
  });
  const refusal = h("div", { id: "refusal" });
  const submit = (event) => {
    event.preventDefault();
    busy(event.submitter, () => begin(user, password, refusal));
  };
  return h("form", { onsubmit: submit },
    h("label", { for: "user" }, "User name"), user,
    h("label", { for: "password" }, "Password"), password,
    refusal, h("button", { class: "primary" }, "Sign in"));
}

async function begin(user, password, refusal) {
  try {
    await session.begin(clean(user.value), password.value);
  } catch (failure) {
    refuse(failure, password, refusal);
  }
}

function refuse(failure, password, refusal) {
  const wait = failure.status === 429 && failure.headers.get("Retry-After");
  replace(refusal, problem(failure), wait && h("p", {}, `Try again in ${wait} seconds.`));
  password.setAttribute("aria-describedby", "refusal");
  password.select();
}
