// The player of another company, which is loaded only after a click. Without this script there is a plain link.
// It must be told who embeds it: YouTube refuses pages that keep their origin to themselves.

for (const box of document.querySelectorAll("[data-player]")) {
  const offer = box.querySelector("[data-offer]");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    const frame = document.createElement("iframe");
    Object.assign(frame, {
      src: box.dataset.player, title: box.dataset.title, allowFullscreen: true, className: "player",
      allow: "autoplay; encrypted-media; fullscreen; picture-in-picture", referrerPolicy: "strict-origin-when-cross-origin",
    });
    box.querySelector("figure, .art-band").replaceWith(frame);
    offer.remove();
    frame.focus();
  });
}
