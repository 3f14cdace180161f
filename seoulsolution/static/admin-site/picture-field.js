/* A field that names a picture: the list becomes the picture, and buttons that choose another or none. */
"use strict";
{
  function make(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }

  function start(field) {
    const select = field.querySelector("select");
    const chosen = field.querySelector(".picture-field-chosen");
    const words = field.dataset;
    const label = document.querySelector(`label[for="${select.id}"]`);
    const button = (action) => {
      const made = make("button", { type: "button", className: "button" });
      made.addEventListener("click", action);
      return made;
    };

    const choose = button(async () => {
      const answer = await window.picturePicker.open({ url: words.picker });
      if (answer) set(answer.picture);
      choose.focus();
    });
    const remove = button(() => {
      set(null);
      choose.focus();
    });
    remove.textContent = words.remove;

    function show(picture) {
      choose.textContent = picture ? words.other : words.choose;
      remove.hidden = !picture;
      chosen.replaceChildren();
      if (!picture) return;
      if (picture.src) chosen.append(make("img", { className: "admin-picture", src: picture.src, alt: "" }));
      const about = make("span", { className: "picture-field-about" });
      about.append(make("a", { href: picture.form, target: "_blank", textContent: picture.name }));
      if (picture.lacksAlternative) {
        about.append(make("span", { className: "admin-chip picture-silent", textContent: words.silent }));
      }
      chosen.append(about);
    }

    function set(picture) {
      const value = picture ? String(picture.id) : "";
      const isListed = [...select.options].some((option) => option.value === value);
      if (!isListed) select.add(new Option(picture.name, value));
      select.value = value;
      show(picture);
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    if (select.disabled) return;
    field.setAttribute("role", "group");
    field.setAttribute("aria-label", label?.textContent.replace(/:\s*$/, "") ?? "");
    label?.addEventListener("click", () => choose.focus());
    select.hidden = true;
    const buttons = make("span", { className: "admin-buttons" });
    buttons.append(choose, remove);
    field.append(buttons);
    show(words.picture ? JSON.parse(words.picture) : null);
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".picture-field").forEach(start));
}
