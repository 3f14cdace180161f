/*
 * What a form holds that is not stored: leaving asks first, and what was sent is kept in this browser until it is
 * known to be saved (kept.js). A text that was kept is sent to the server, which answers with the form and the text in
 * it; nothing is saved by that.
 */
"use strict";
{
  const part = document.querySelector(".admin-editing");
  const form = part.closest("form");
  const words = part.dataset;
  /* Changes of rich text that the editor makes by itself: {name: the stored text as the editor writes it}. */
  const rewritten = {};
  const SENT_FOR = 10_000;
  let sentAt = 0;

  const isOurs = (name) => name && !name.startsWith("_") && name !== "csrfmiddlewaretoken" && !name.includes("__prefix__");

  /* Return {name: [values]} of the form's inputs, and separately the names of chosen files. */
  function read() {
    const fields = {};
    const files = [];
    for (const [name, value] of new FormData(form)) {
      if (!isOurs(name) || form.elements[name]?.type === "password") continue;
      if (value instanceof File) {
        if (value.name) files.push(name);
      } else {
        (fields[name] ??= []).push(value.replace(/\r\n?/g, "\n"));
      }
    }
    return { fields, files };
  }

  function storedValues(input) {
    if (input.type === "checkbox" || input.type === "radio") return input.defaultChecked ? [input.value] : [];
    if (input.type.startsWith("select")) {
      const chosen = [...input.options].filter((option) => option.defaultSelected);
      if (!chosen.length && input.type === "select-one" && input.options.length) chosen.push(input.options[0]);
      return chosen.map((option) => option.value);
    }
    return [input.defaultValue.replace(/\r\n?/g, "\n")];
  }

  /* Return the fields as the server rendered them, whatever the browser has put into them since. */
  function readStored() {
    const fields = {};
    for (const input of form.elements) {
      const isSent = isOurs(input.name) && !input.disabled;
      if (!isSent || ["file", "submit", "button", "password", "fieldset"].includes(input.type)) continue;
      for (const value of storedValues(input)) (fields[input.name] ??= []).push(value);
    }
    return fields;
  }

  const stored = readStored();

  function isStored(name, values) {
    const before = stored[name] ?? [];
    const same = before.length === values.length && values.every((value, at) => value === before[at]);
    return same || (values.length === 1 && values[0] === rewritten[name]);
  }

  function differs({ fields, files } = read()) {
    if ("isBound" in words || files.length) return true;
    const names = new Set([...Object.keys(stored), ...Object.keys(fields)]);
    return [...names].some((name) => !isStored(name, fields[name] ?? []));
  }

  const wasSent = () => Date.now() - sentAt < SENT_FOR;
  const hidden = (name) => form.querySelector(`:scope > [name=${name}]`)?.value ?? "";

  /* Keep what the form holds in this browser. */
  const keep = () =>
    window.keptForms?.keep({
      account: words.account,
      path: location.pathname,
      key: hidden("_key"),
      number: hidden("_revision"),
      fields: read().fields,
    }) ?? false;

  /* Send a kept text: the server shows it in the form. */
  function putBack(entry) {
    const again = document.createElement("form");
    again.method = "post";
    const fields = {
      ...entry.fields,
      csrfmiddlewaretoken: [form.elements.csrfmiddlewaretoken.value],
      _key: [entry.key],
      _revision: [entry.number],
      _put_back: ["1"],
    };
    for (const [name, values] of Object.entries(fields)) {
      for (const value of values) {
        const input = document.createElement("textarea");
        Object.assign(input, { name, value });
        again.append(input);
      }
    }
    again.hidden = true;
    document.body.append(again);
    sentAt = Date.now(); // what the form holds is given up for the text
    again.submit();
  }

  function button(text, action) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "button", textContent: text });
    made.addEventListener("click", action);
    return made;
  }

  /* Offer the newest text of this form that was kept and not saved. */
  function offer(entries) {
    const inForm = [hidden("_key"), hidden("_continues")];
    const [entry] = entries.filter((each) => each.path === location.pathname && !inForm.includes(each.key));
    const place = part.querySelector("[data-offer]");
    place.hidden = !entry;
    if (!entry) return;
    const onServer = document.querySelector(`[data-unsaved-key="${entry.key}"]`);
    if (onServer) onServer.hidden = true; // the same text, a little older
    const text = document.createElement("p");
    const time = new Date(entry.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    text.textContent = words.kept.replace("{time}", time);
    const discard = () => {
      window.keptForms.remove(entry);
      if (onServer) onServer.querySelector("form").requestSubmit();
      else offer(window.keptForms.all());
    };
    place.replaceChildren(text, button(words.putBack, () => putBack(entry)), " ", button(words.discard, discard));
  }

  /* A text that was put back is kept under the key of the form that it is in now. */
  const former = { key: hidden("_continues") };
  if (window.keptForms?.all().some((entry) => entry.key === former.key) && keep()) window.keptForms.remove(former);

  form.addEventListener("submit", () => {
    keep();
    sentAt = Date.now();
  });
  // Who discards the text need not be asked about it.
  document.querySelector(".admin-unsaved form")?.addEventListener("submit", () => (sentAt = Date.now()));
  window.addEventListener("beforeunload", (event) => {
    if (!wasSent() && differs()) event.preventDefault();
  });
  document.addEventListener("prose-editor:ready", ({ detail }) => {
    const html = detail.editor.getHTML();
    if (detail.textarea.value === detail.textarea.defaultValue) rewritten[detail.textarea.name] = html;
  });
  window.keptForms?.tidied.then(offer);
  window.unsavedForm = { form, part, words, read, differs, keep, hidden, wasSent };
}
