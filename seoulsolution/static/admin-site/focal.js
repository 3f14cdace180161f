/*
 * The focal point of a picture: set by a click, by arrow keys (with Shift ten times as far), or in the number fields.
 * The crops follow it at once; Enter on the picture shows them large. The sums are those of renditions.box_of.
 */
"use strict";
{
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const within = (number, most) => Math.min(Math.max(number, 0), most);

  /* Return where the crop begins, in per cent of the room that it has in a side of `whole`. */
  function position(whole, shown, perCent) {
    const room = whole - shown;
    return room > 0 ? (within((whole * perCent) / 100 - shown / 2, room) / room) * 100 : 50;
  }

  function crop(frame, x, y) {
    const image = frame.querySelector("img");
    const width = Number(image.getAttribute("width"));
    const height = Number(image.getAttribute("height"));
    const ratio = frame.dataset.width / frame.dataset.height;
    frame.style.aspectRatio = String(ratio);
    const left = position(width, Math.min(width, height * ratio), x);
    const top = position(height, Math.min(height, width / ratio), y);
    image.style.objectPosition = `${left}% ${top}%`;
  }

  function start(part) {
    const inputs = [document.querySelector("#id_focal_x"), document.querySelector("#id_focal_y")];
    if (!inputs.every(Boolean)) return; // who may only look
    const picture = part.querySelector(".focal-picture");
    const point = part.querySelector(".focal-point");
    const crops = part.querySelector(".focal-crops");
    const status = part.querySelector("[role=status]");
    const dialog = part.querySelector("dialog");

    const read = () => inputs.map((input) => within(Number.parseInt(input.value, 10) || 0, 100));

    function show() {
      const [x, y] = read();
      point.style.left = `${x}%`;
      point.style.top = `${y}%`;
      status.textContent = part.dataset.words.replace("{x}", x).replace("{y}", y);
      for (const frame of crops.querySelectorAll(".focal-frame")) crop(frame, x, y);
    }

    function set(...values) {
      inputs.forEach((input, at) => {
        input.value = String(within(Math.round(values[at]), 100));
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }

    picture.addEventListener("click", (event) => {
      if (event.detail === 0) {
        dialog.append(crops);
        dialog.showModal();
        return;
      }
      const box = picture.querySelector("img").getBoundingClientRect();
      set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    });
    part.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const [x, y] = read();
      const far = event.shiftKey ? 10 : 1;
      set(x + step[0] * far, y + step[1] * far);
    });
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      status.after(crops);
      picture.focus();
    });
    for (const input of inputs) input.addEventListener("input", show);
    point.hidden = crops.hidden = false;
    show();
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".focal").forEach(start));
}
