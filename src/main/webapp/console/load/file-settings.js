/** How a CSV file is read: its encoding and separator, its dates, blanks, and what its words are for. */

import { codesOf } from "../code-lists.js";
import { h, replace } from "../dom.js";
import { field, label } from "../fields.js";
import { trimmed } from "./conversion.js";
import { separatorName } from "./csv.js";
import { isFormat, isZone } from "./dates.js";
import { CHARSETS } from "./source.js";

const SEPARATORS = [",", ";", "\t", "|"];
const MAX_WORDS = 50;

/** It fires `converted` when values are converted in another way, and `reread` with other options of the file. */
export class FileSettings extends HTMLElement {
  #database;
  #draft;
  #question = h("div");
  #codes = h("div", { class: "stack" });
  #error = h("p", { class: "error", hidden: true, id: "date-error" });
  #formats;
  #attempt = 0;

  show(database, draft, zone) {
    this.#database = database;
    this.#draft = draft;
    replace(this, this.#charsetNotice(), this.#question, h("details", {},
      h("summary", {}, "How this file is read"),
      h("div", { class: "settings" },
        this.#charset(), this.#separator(), this.#dates(), this.#zone(zone), this.#trim())),
      this.#codes);
    this.update();
  }

  /** After another member was chosen for a column. */
  update() {
    this.#formats.value = this.#draft.conversion.formats.join("; ");
    this.#showQuestion();
    this.#showCodes();
  }

  #charsetNotice() {
    const { charset, isCharsetKnown } = this.#draft;
    return !isCharsetKnown && h("p", { class: "notice warn" },
      `This file is not in UTF-8. It is read as ${CHARSETS[charset] ?? charset}: `,
      "check that accented letters look right, or choose another encoding below.");
  }

  #charset() {
    const { charset } = this.#draft;
    const all = Object.entries({ [charset]: charset, ...CHARSETS });
    return setting("charset", "Encoding", h("select", {
      id: "charset",
      value: charset,
      onchange: ({ target }) => this.#reread({ charset: target.value }),
    }, all.map(([value, text]) => h("option", { value }, text))));
  }

  #separator() {
    return setting("separator", "Columns separated by", h("select", {
      id: "separator",
      value: this.#draft.separator,
      onchange: ({ target }) => this.#reread({ delimiter: target.value }),
    }, SEPARATORS.map((value) => h("option", { value }, separatorName(value)))));
  }

  #reread(options) {
    const { charset, separator } = this.#draft;
    this.dispatchEvent(new CustomEvent("reread", { detail: { charset, delimiter: separator, ...options } }));
  }

  #dates() {
    this.#formats = h("input", {
      id: "formats",
      placeholder: "MM/dd/yyyy",
      "aria-describedby": this.#error.id,
      onchange: ({ target }) => this.#setFormats(target.value.split(";").map((text) => text.trim()).filter(Boolean)),
    });
    return setting("formats", "Date formats, separated by semicolons", this.#formats, this.#error);
  }

  #setFormats(formats) {
    const wrong = formats.find((format) => !isFormat(format));
    if (wrong !== undefined) {
      return this.#tell(`“${wrong}” is not a date format such as MM/dd/yyyy or d.M.yy HH:mm.`);
    }
    this.#draft.chooseFormats(formats);
    this.#showQuestion();
    return this.#changed();
  }

  #tell(error) {
    this.#error.hidden = !error;
    this.#error.textContent = error ?? "";
  }

  #zone(zone) {
    const { conversion } = this.#draft;
    const change = ({ target }) => {
      const chosen = target.value.trim();
      if (chosen && !isZone(chosen)) {
        return this.#tell(`“${chosen}” is not a time zone such as America/New_York.`);
      }
      conversion.zone = chosen || null;
      return this.#changed();
    };
    const options = Intl.supportedValuesOf("timeZone").map((value) => h("option", { value }));
    return setting("zone", "Time zone of the dates",
      h("input", {
        id: "zone",
        list: "zones",
        value: conversion.zone,
        placeholder: zone ?? "Time zone of the database",
        onchange: change,
      }), h("datalist", { id: "zones" }, options));
  }

  #trim() {
    const { conversion, isPadded } = this.#draft;
    const change = ({ target }) => {
      conversion.trim = target.checked;
      this.#changed();
    };
    return h("label", {}, h("input", { type: "checkbox", checked: conversion.trim, onchange: change }),
      " Remove blanks around values", isPadded && " (this file has some)");
  }

  #changed() {
    this.#tell(this.#draft.conversion.conflict);
    this.#showCodes();
    this.dispatchEvent(new Event("converted"));
  }

  /** Nothing in the file tells whether months or days come first. */
  #showQuestion() {
    const { question } = this.#draft;
    const answer = (formats) => {
      this.#formats.value = formats.join("; ");
      this.#setFormats(formats);
    };
    replace(this.#question, question && h("div", { class: "notice warn", role: "group", "aria-label": "Dates" },
      h("p", {}, "In dates such as ", h("b", {}, question.example), ", which comes first?"),
      h("div", { class: "actions" }, question.choices.map((formats, index) =>
        h("button", { onclick: () => answer(formats) }, `${["Month", "Day"][index]} (${formats.at(-1)})`)))));
  }

  /** Values in the file that are not codes, for lists that have codes. */
  async #showCodes() {
    const attempt = ++this.#attempt;
    const groups = await Promise.all(this.#draft.members.map((member, column) => this.#words(member, column)));
    if (attempt === this.#attempt) {
      const found = groups.filter(Boolean);
      replace(this.#codes, found.length > 0 && h("details", { open: found.some(({ isOpen }) => isOpen) },
        h("summary", {}, "Values in the file that are not codes"),
        found.map(({ node }) => node)));
    }
  }

  async #words(member, column) {
    if (!member || field(member).kind !== "code") {
      return null;
    }
    const { conversion } = this.#draft;
    const codes = await codesOf(this.#database, field(member).list).catch(() => []);
    const texts = new Set(this.#draft.texts(column).map((text) => (conversion.trim ? trimmed(text) : text)));
    const words = [...texts].filter((text) => text && !codes.includes(text)).slice(0, MAX_WORDS);
    const isOpen = words.some((word) => !conversion.codes[member]?.[word]);
    return codes.length > 0 && words.length > 0 ? { node: this.#translations(member, words, codes), isOpen } : null;
  }

  #translations(member, words, codes) {
    return h("fieldset", {}, h("legend", {}, label(member)),
      words.map((word, index) => {
        const id = `word-${member}-${index}`;
        return setting(id, word, this.#translation(id, member, word, codes));
      }));
  }

  #translation(id, member, word, codes) {
    const { conversion } = this.#draft;
    const change = ({ target }) => {
      const texts = (conversion.codes[member] ??= {});
      delete texts[word];
      if (target.value) {
        texts[word] = target.value;
      }
      this.dispatchEvent(new Event("converted"));
    };
    return h("select", { id, value: conversion.codes[member]?.[word] ?? "", onchange: change },
      h("option", { value: "" }, "Keep as is"), codes.map((code) => h("option", { value: code }, code)));
  }
}

customElements.define("file-settings", FileSettings);

function setting(id, text, ...controls) {
  return h("div", { class: "field" }, h("label", { for: id }, text), controls);
}
