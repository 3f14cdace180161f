// Alerts on top of the page can be closed; this browser remembers which. It runs before the body is drawn, so
// that a closed alert takes no room at any moment. Without this script alerts stay.

const PLACE = "closed-alerts";
const MOST = 20; // keys that are remembered

function closed() {
  try {
    const keys = JSON.parse(localStorage.getItem(PLACE));
    return Array.isArray(keys) ? keys : [];
  } catch {
    return []; // storage is blocked, or holds something else
  }
}

customElements.define("site-alert", class extends HTMLElement {
  connectedCallback() {
    this.hidden = closed().includes(this.dataset.key);
    this.addEventListener("click", ({ target }) => target.closest("button") && this.close());
  }

  close() {
    try {
      localStorage.setItem(PLACE, JSON.stringify([...closed(), this.dataset.key].slice(-MOST)));
    } catch {
      // it is closed on this page at least
    }
    this.hidden = true;
    document.getElementById("main").focus({ preventScroll: true });
  }
});
