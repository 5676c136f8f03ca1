/** The load profiles of the database: used, saved, downloaded, opened from a file and deleted. */

import { ask, download, h, problem, replace } from "../dom.js";
import { bestFor, deleteProfile, profileFrom, profileOf, profilesOf, saveProfile } from "./profiles.js";

/** It fires `profile` with the profile that the reader uses. */
export class ProfileBar extends HTMLElement {
  #database;
  #draft;
  #profiles = [];
  #used;
  #offer = h("div");
  #choice = h("select", { id: "profile", onchange: () => this.#choose() });
  #name = h("input", { id: "profile-name", maxlength: 100, autocomplete: "off" });
  #status = h("div", { role: "status" });
  #delete = h("button", { class: "quiet", onclick: () => this.#askToDelete() }, "Delete profile");

  /** @param used the name of the profile that the draft was made by, if one was used */
  async show(database, draft, used) {
    this.#database = database;
    this.#draft = draft;
    this.#used = used;
    this.#name.value = used ?? "";
    replace(this, this.#offer, this.#details(), this.#status);
    await this.#load().catch((failure) => replace(this.#status, problem(failure)));
  }

  #details() {
    const open = ({ target }) => this.#open(target);
    const file = h("input", { type: "file", id: "profile-file", accept: ".json", onchange: open });
    return h("details", {},
      h("summary", {}, "Profiles: load files like this one the same way"),
      h("div", { class: "settings" },
        h("div", { class: "field" }, h("label", { for: "profile" }, "Use a profile"), this.#choice),
        h("div", { class: "field" }, h("label", { for: "profile-name" }, "Save these settings as"), this.#name),
        h("div", { class: "actions" },
          h("button", { onclick: () => this.#save() }, "Save profile"),
          h("button", { class: "quiet", onclick: () => this.#download() }, "Download profile"),
          this.#delete),
        h("div", { class: "field" }, h("label", { for: "profile-file" }, "Open a profile from a file"), file)));
  }

  async #load() {
    this.#profiles = await profilesOf(this.#database);
    const names = this.#profiles.map(({ name }) => h("option", { value: name }, name));
    replace(this.#choice, h("option", { value: "" }, "none"), names);
    this.#choice.value = this.#used ?? "";
    this.#delete.disabled = !this.#used;
    this.#showOffer();
  }

  #showOffer() {
    const best = this.#used ? null : bestFor(this.#draft.names, this.#profiles);
    replace(this.#offer,
      this.#used && h("p", { class: "notice" }, "Using the profile ", h("b", {}, this.#used), "."),
      best && h("div", { class: "notice" },
        h("p", {}, "The columns of this file match the profile ", h("b", {}, best.name), "."),
        h("button", { onclick: () => this.#use(best) }, `Use ${best.name}`)));
  }

  #choose() {
    this.#use(this.#profiles.find(({ name }) => name === this.#choice.value) ?? { name: null, profile: null });
  }

  #use({ name, profile }) {
    this.dispatchEvent(new CustomEvent("profile", { detail: { name, profile } }));
  }

  #save() {
    const name = this.#name.value.trim();
    if (name === "") {
      this.#name.focus();
      return this.#tell(new Error("Enter a name for the profile."));
    }
    return this.#try(async () => {
      const isKnown = this.#profiles.some((each) => each.name === name) && name !== this.#used;
      const replaceIt = { detail: "Everyone who loads into this database uses it.", yes: "Replace" };
      if (!isKnown || await ask(`Replace the profile ${name}?`, replaceIt)) {
        await saveProfile(this.#database, name, profileOf(this.#draft));
        this.#used = name;
        await this.#load();
        replace(this.#status, h("p", { class: "notice" }, `${name} will be offered for files with these columns.`));
      }
    });
  }

  #download() {
    const text = JSON.stringify(profileOf(this.#draft), null, 2);
    download(`${this.#name.value.trim() || "profile"}.json`, new Blob([text], { type: "application/json" }));
  }

  /** The same file can be opened again after it was changed. */
  #open(input) {
    const [file] = input.files;
    return file && this.#try(async () => {
      const profile = await profileFrom(file);
      this.#use({ name: null, profile });
    }).finally(() => { input.value = ""; });
  }

  async #askToDelete() {
    const name = this.#used;
    const detail = "No one will be able to use it. Grievances are not affected.";
    if (await ask(`Delete the profile ${name}?`, { detail, yes: "Delete profile", danger: true })) {
      await this.#try(async () => {
        await deleteProfile(this.#database, name);
        this.#used = null;
        await this.#load();
      });
    }
  }

  async #try(work) {
    replace(this.#status);
    try {
      await work();
    } catch (failure) {
      this.#tell(failure);
    }
  }

  #tell(failure) {
    replace(this.#status, problem(failure));
  }
}

customElements.define("profile-bar", ProfileBar);
