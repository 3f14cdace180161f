// Copying the link of a page, and sharing it by what the device offers. Without this script both are hidden.

const box = document.querySelector("[data-share]");
const { share: url, title, copied, failed } = box.dataset;
const status = box.parentElement.querySelector("[role=status]");

offer("copy", navigator.clipboard, () => navigator.clipboard.writeText(url).then(() => say(copied), () => say(failed)));
offer("share", navigator.share, () => navigator.share({ title, url }).catch(() => {})); // closed by the reader

function offer(name, isThere, act) {
  const button = box.querySelector(`[data-act=${name}]`);
  if (!isThere) return button.parentElement.remove();
  button.addEventListener("click", act);
  button.parentElement.classList.remove("by-script");
}

function say(text) {
  status.textContent = ""; // so that the same words are announced again
  setTimeout(() => { status.textContent = text; }, 50);
}
