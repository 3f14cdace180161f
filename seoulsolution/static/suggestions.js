// Suggestions under a search box while a reader types: an editable combobox with a list (ARIA 1.2).
// Without this script the box is a plain search form.

const WAIT = 150; // ms after the last key before the request

for (const input of document.querySelectorAll("input[data-suggestions]")) suggest(input);

function suggest(input) {
  const { suggestions: address, label, tally } = input.dataset;
  const list = make("div", { id: `${input.id}-list`, role: "listbox", "aria-label": label, class: "suggestions" });
  const status = make("span", { role: "status", class: "hidden" });
  let active = -1, asked, timer, request;
  list.hidden = true;
  input.form.append(list, status);
  set(input, {
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list.id, autocomplete: "off",
  });

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", isOpen);
    if (!isOpen) status.textContent = "";
    choose(-1);
  }

  function choose(place) {
    list.children[active]?.setAttribute("aria-selected", false);
    active = place;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", true);
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function go(option) {
    const { pathname, search } = new URL(option.dataset.url); // never to another site
    location.assign(pathname + search);
  }

  function show([, texts, kinds, urls, { languages }]) {
    list.replaceChildren(...texts.map((text, place) => {
      const option = make("div", { id: `${list.id}-${place}`, role: "option", "aria-selected": false, "data-url": urls[place] });
      const title = make("span", { lang: languages[place] });
      const kind = make("span", { class: "chip" });
      title.textContent = text;
      kind.textContent = kinds[place];
      option.append(title, " ", kind);
      return option;
    }));
    open(texts.length > 0 && document.activeElement === input);
    status.textContent = list.hidden ? "" : tally.replace("{number}", texts.length);
  }

  function clear() {
    asked = undefined;
    list.replaceChildren();
    open(false);
  }

  // Close the list, and keep a late answer from opening it again.
  function leave() {
    clearTimeout(timer);
    request?.abort();
    if (!timer && !request) return open(false); // the down arrow opens it again
    timer = request = undefined;
    clear(); // its suggestions are for earlier words
  }

  async function ask() {
    const words = input.value.trim();
    timer = undefined;
    if (words === asked) return;
    request?.abort();
    request = undefined;
    if (!words || words.length > input.maxLength) return clear();
    asked = words;
    const own = request = new AbortController();
    try {
      const response = await fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: own.signal });
      if (response.ok) show(await response.json());
      else clear();
    } catch {
      if (own.signal.aborted) return;
      clear(); // offline: the box still sends what is typed
    }
    request = undefined;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    choose(-1); // Enter sends what is typed now
    if (list.hidden) clear();
    if (!input.value.trim()) ask();
    else timer = setTimeout(ask, WAIT); // also while a syllable is composed: half of one is enough
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the key belongs to the input method
    const last = list.children.length - 1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && last >= 0) {
      event.preventDefault();
      if (list.hidden) open(true);
      // From the box to either end of the list, and from there back into the box.
      choose(active + step < -1 ? last : active + step > last ? -1 : active + step);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(list.children[active]);
    } else if (event.key === "Escape") {
      if (!list.hidden) event.preventDefault(); // do not empty the box or close the menu around it
      leave();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      choose(-1); // the caret moves in the box
    }
  });
  input.addEventListener("blur", leave);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
}

function make(name, attributes) {
  return set(document.createElement(name), attributes);
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
