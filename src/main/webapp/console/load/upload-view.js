/** The progress of an upload. */

import { h, replace } from "../dom.js";
import { bytes, percent } from "../format.js";

const WAITING = {
  preparing: "Reading the file and converting its values.",
  received: "The server has the file and is checking that it is complete.",
};

export class UploadView extends HTMLElement {
  #upload;
  #bar = h("progress", { max: 1, "aria-labelledby": "sending" });
  #text = h("p", { class: "soft" });
  #title = h("h2", { id: "sending" });
  #update = () => this.#show();

  show(upload) {
    this.#upload = upload;
    replace(this.#title, `${upload.isOnlyCheck ? "Sending to check" : "Sending"}: ${upload.name}`);
    replace(this, this.#title, this.#bar, this.#text,
      h("div", { class: "actions" }, h("button", { onclick: () => upload.cancel() }, "Cancel")),
      h("p", { class: "soft" }, "Keep this window open until it is sent. You can use other pages in the meantime."));
    upload.addEventListener("change", this.#update);
    this.#show();
  }

  disconnectedCallback() {
    this.#upload.removeEventListener("change", this.#update);
  }

  #show() {
    const { state, sent, size } = this.#upload;
    if (WAITING[state]) {
      this.#bar.removeAttribute("value");
      replace(this.#text, WAITING[state]);
    } else {
      this.#bar.value = size ? sent / size : 0;
      replace(this.#text, `${percent(size ? sent / size : 0)} · ${bytes(sent)} of ${bytes(size)}${this.#rate()}`);
    }
  }

  #rate() {
    const seconds = (Date.now() - this.#upload.began) / 1000;
    return seconds > 1 ? ` · ${bytes(this.#upload.sent / seconds)} per second` : "";
  }
}

customElements.define("upload-view", UploadView);
