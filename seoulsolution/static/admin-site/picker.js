/*
 * The picture picker: a dialog with the library, and the fields of one use of a picture.
 *
 * window.picturePicker.open({url, language, hasFields, use}) answers {picture, use}, or null where nobody chose. `use`
 * is what a text says of its picture: {key, alt, caption, credit, decorative}; only asked for with `hasFields`.
 * window.picturePicker.known(url, key) answers what scripts know of a picture, null where it is gone.
 */
"use strict";
{
  const TEXTS = ["alt", "caption", "credit"];
  let dialog = null;
  let preparing = null; // the promise of a dialog that is being fetched
  let asked = {}; // what was asked for, with `resolve` and the picture that is chosen

  const part = (selector) => dialog.querySelector(selector);

  async function read(url) {
    const response = await fetch(url, { redirect: "manual" });
    if (!response.ok) throw new Error(response.status === 403 ? gettext("You may not see the pictures of the library.") : "");
    return response;
  }

  // What is known of pictures: asked for at once for all pictures of a page.

  const waiting = new Map(); // key → functions to call
  const found = new Map(); // key → what is known, null for none

  async function ask(url) {
    const calls = new Map(waiting);
    waiting.clear();
    const query = new URLSearchParams([...calls.keys()].map((key) => ["key", key]));
    const known = await read(`${url}known/?${query}`).then((response) => response.json(), () => null);
    for (const [key, resolvers] of calls) {
      if (known) found.set(key, known[key] ?? null);
      for (const resolve of resolvers) resolve(known ? found.get(key) : undefined);
    }
  }

  function known(url, key) {
    if (found.has(key)) return Promise.resolve(found.get(key));
    return new Promise((resolve) => {
      if (!waiting.size) setTimeout(ask, 0, url);
      waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
    });
  }

  // The library ------------------------------------------------------------------------------------

  async function list(page = 1) {
    const question = (asked.question = {});
    const { value } = part("[name=q]");
    const show = part("[name=show]").checked ? "silent" : "";
    const query = new URLSearchParams({ part: "1", q: value, show, page });
    const answer = await read(`${asked.url}?${query}`)
      .then((response) => response.text())
      .catch(() => null);
    if (question !== asked.question) return; // an earlier question may be answered later
    const place = part(".picker-results");
    if (answer !== null) place.innerHTML = answer;
    else place.replaceChildren(Object.assign(document.createElement("p"), { textContent: dialog.dataset.failed }));
  }

  function finish(answer) {
    asked.answer = answer;
    dialog.close();
  }

  function choose(picture) {
    found.set(picture.key, picture);
    // What was said of another picture is not true of this one.
    if (asked.use?.key !== picture.key) asked.use = null;
    asked.picture = picture;
    if (asked.hasFields) showFields();
    else finish({ picture });
  }

  // The fields of one use ----------------------------------------------------------------------------

  function showPart(name) {
    part(".picker-library").hidden = name !== "library";
    part(".picker-use").hidden = name !== "use";
  }

  const libraryAlt = ({ alt }) => alt[asked.language] || Object.values(alt).find(Boolean) || "";

  function showFields() {
    const { picture, use } = asked;
    const form = part(".picker-use");
    const image = part(".picker-chosen img");
    image.hidden = !picture?.src;
    if (picture?.src) image.src = picture.src;
    part(".picker-chosen-name").textContent = picture?.name ?? "";
    for (const name of TEXTS) {
      const input = form.elements[name];
      input.lang = asked.language;
      input.value = use?.[name] ?? (name === "caption" ? (picture?.caption[asked.language] ?? "") : "");
    }
    form.elements.alt.placeholder = picture ? libraryAlt(picture) : "";
    form.elements.credit.placeholder = picture?.credit ?? "";
    form.elements.decorative.checked = use ? use.decorative === "true" : (picture?.decorative ?? false);
    showPart("use");
    warn();
    form.elements.alt.focus();
  }

  /* Say that a picture would tell nothing to those who cannot see it. */
  function warn() {
    const { alt, decorative } = part(".picker-use").elements;
    alt.disabled = decorative.checked;
    const isSilent = !decorative.checked && !alt.value.trim() && asked.picture?.lacksAlternative !== false;
    const place = part(".picker-silent");
    const text = isSilent ? place.dataset.text : "";
    if (place.textContent !== text) place.textContent = text;
  }

  function use() {
    const { elements } = part(".picker-use");
    const said = { key: asked.picture?.key ?? asked.use.key };
    for (const name of TEXTS) said[name] = elements[name].value.trim().replace(/\s+/g, " ") || null;
    return { ...said, decorative: elements.decorative.checked ? "true" : null };
  }

  // The dialog ---------------------------------------------------------------------------------------

  function start() {
    dialog.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      if ("close" in button.dataset) dialog.close();
      else if ("back" in button.dataset) showPart("library");
      else if (button.dataset.page) list(button.dataset.page).then(() => part(".picker-results [role=status]")?.focus());
      else if (button.dataset.picture) choose(JSON.parse(button.dataset.picture));
    });
    dialog.addEventListener("close", () => asked.resolve(asked.answer ?? null));
    part(".picker-search").addEventListener("submit", (event) => {
      event.preventDefault();
      list();
    });
    part("[name=show]").addEventListener("change", () => list());
    part(".picker-use").addEventListener("submit", (event) => {
      event.preventDefault();
      finish({ picture: asked.picture, use: use() });
    });
    part(".picker-use").addEventListener("input", warn);
    const upload = part(".upload");
    if (!upload) return;
    window.pictureUpload.start(upload, part(".picker-library"));
    upload.addEventListener("picture", ({ detail }) => {
      if (detail.status === "chosen" || upload.querySelectorAll("li").length === 1) choose(detail.picture);
      list();
    });
  }

  async function prepare(url) {
    const template = document.createElement("template");
    template.innerHTML = await (await read(url)).text();
    dialog = template.content.querySelector("dialog");
    document.body.append(dialog);
    start();
  }

  async function open({ url, language, hasFields = false, use = null }) {
    try {
      if (!dialog) await (preparing ??= prepare(url).finally(() => (preparing = null)));
    } catch (error) {
      window.alert(error.message && !(error instanceof TypeError) ? error.message : gettext("The server cannot be reached. Try again."));
      return null;
    }
    if (dialog.open) return null; // pressed twice
    const answer = new Promise((resolve) => {
      asked = { url, language: language || document.documentElement.lang, hasFields, use, resolve, answer: null };
    });
    part(".upload-answers")?.replaceChildren();
    if (use) asked.picture = await known(url, use.key);
    showPart("library");
    dialog.showModal();
    if (use) showFields();
    list();
    return answer;
  }

  window.picturePicker = { open, known };
}
