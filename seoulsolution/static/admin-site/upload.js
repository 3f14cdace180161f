/*
 * Uploads to the picture library: each file is sent on its own and answered on its own, one after the other.
 *
 * Where a file became a picture, or is one already and shall be used, the form sends the event "picture" with what
 * scripts know of it (seoulsolution/admin/media/choices.py).
 */
"use strict";
{
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  function make(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  /* Return the answer of the server: {name, status, message, picture}. */
  async function send(form, file, again) {
    const refused = (message) => ({ name: file.name, status: "refused", message, picture: null });
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("file", file);
    if (again) data.set("again", "1");
    const options = { method: "POST", body: data, redirect: "manual", headers: { Accept: "application/json" } };
    try {
      const response = await fetch(form.action, options);
      if (response.status === 413) return refused(form.dataset.tooLarge);
      return response.ok ? (await response.json()).files[0] : refused(form.dataset.failed);
    } catch {
      return refused(form.dataset.failed);
    }
  }

  const announce = (form, picture, status) =>
    form.dispatchEvent(new CustomEvent("picture", { bubbles: true, detail: { picture, status } }));

  /* Offer what to do with a file that the library has already. */
  function offer(form, file, item, picture) {
    const button = (textContent, action) => {
      const made = make("button", { type: "button", className: "button", textContent });
      made.addEventListener("click", action);
      return made;
    };
    item.append(
      button(form.dataset.use, () => announce(form, picture, "chosen")),
      " ",
      button(form.dataset.again, () => upload(form, file, item, true)),
    );
  }

  async function upload(form, file, item, again = false) {
    item.replaceChildren(`${file.name}: ${form.dataset.saving}`);
    const { name, status, message, picture } = await send(form, file, again);
    item.dataset.status = status;
    const shown = picture?.src ? [make("img", { src: picture.src, alt: "" })] : [];
    const named = picture ? make("a", { href: picture.form, textContent: picture.name }) : name;
    item.replaceChildren(...shown, make("span", {}, named, `: ${message}`));
    if (status === "duplicate") offer(form, file, item, picture);
    if (status === "saved") announce(form, picture, status);
    return status === "saved" ? picture : null;
  }

  let unsent = 0; // files of this page that the server has not answered yet

  async function uploadAll(form, files) {
    const list = form.querySelector(".upload-answers");
    const waiting = [...files].map((file) => [file, list.appendChild(make("li", { textContent: file.name }))]);
    unsent += waiting.length;
    for (const [file, item] of waiting) {
      await upload(form, file, item);
      unsent -= 1;
    }
    form.dispatchEvent(new CustomEvent("uploaded"));
  }

  // Leaving the page drops what waits: browsers ask first.
  window.addEventListener("beforeunload", (event) => unsent && event.preventDefault());

  /* Let `form` send what is chosen, or dropped anywhere in `zone`. */
  function start(form, zone = form) {
    const input = form.elements.file;
    form.querySelector("[type=submit]").hidden = true;
    form.querySelector(".upload-hint").hidden = false;
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      uploadAll(form, files);
    });
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      zone.addEventListener(kind, (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        form.classList.toggle("upload-over", kind === "dragenter" || kind === "dragover");
        if (kind === "drop") uploadAll(form, event.dataTransfer.files);
      });
    }
  }

  window.pictureUpload = { start };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector(".library-upload .upload");
    if (!form) return;
    start(form, document.querySelector("#content"));
    form.addEventListener("picture", ({ detail }) => {
      if (detail.status === "chosen") location.assign(detail.picture.form);
    });
    form.addEventListener("uploaded", () => {
      form.querySelector(".upload-reload").hidden = unsent > 0 || !form.querySelector("[data-status=saved]");
    });
  });
}
