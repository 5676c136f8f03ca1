/** Takes off what comes along when text is pasted: blanks, line breaks, and marks that nobody sees. */

const INVISIBLE = "[\\s\\u00AD\\u200B-\\u200F\\u202A-\\u202E\\u2060\\u2066-\\u2069]+";
const AROUND = new RegExp(`^${INVISIBLE}|${INVISIBLE}$`, "g");

/** The text without what surrounds it. */
export function clean(text) {
  return text.replace(AROUND, "");
}

/** Cleans what is in a field once it was entered. */
export function cleaning(input) {
  input.addEventListener("change", () => {
    input.value = clean(input.value);
  });
  return input;
}
