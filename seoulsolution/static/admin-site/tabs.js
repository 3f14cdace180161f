/*
 * Language tabs of the admin's forms.
 *
 * Without this script the languages are fieldsets one below the other. With it, neighbouring fieldsets of class
 * "language" become a tab list (WAI-ARIA APG, automatic activation). All tab lists of a page show the same language, and
 * the next page starts with it where it has text in it. A tab says when its language is missing, incomplete, withheld,
 * behind the other, or has a remark or an error.
 */
"use strict";
{
  const KEEP = "admin-language";
  const CHANGED = ":is(input:not([type=hidden]), textarea)[name]:enabled";
  const groups = [];
  let words = {};

  const codeOf = (fieldset) => [...fieldset.classList].find((name) => name.startsWith("language-")).slice(9);
  const isFilled = (input) => input.value.replace(/<[^>]*>|&nbsp;|\s/g, "") !== "";
  const isVisible = (input) => input.type !== "hidden" && input.type !== "checkbox" && input.name;

  function stateOf(panel) {
    if (panel.querySelector(".errorlist")) return "error";
    if (panel.querySelector(".admin-remark")) return "remark";
    const withheld = panel.querySelector("[name*='withheld_']");
    if (withheld?.checked) return "withheld";
    const needed = [...panel.querySelectorAll("[data-needed]")].filter((input) => input.name);
    if (needed.every(isFilled)) return panel.querySelector(".translation-state[data-state=stale]") ? "stale" : "";
    const all = [...panel.querySelectorAll("input, textarea")].filter(isVisible);
    return all.some(isFilled) ? "incomplete" : "missing";
  }

  function mark({ tab, panel }) {
    const state = stateOf(panel);
    tab.dataset.state = state;
    tab.querySelector(".admin-tab-mark").textContent = state ? words[state] : "";
  }

  function show(group, code) {
    for (const item of group) {
      const chosen = item.code === code;
      item.panel.hidden = !chosen;
      item.tab.setAttribute("aria-selected", chosen);
      item.tab.tabIndex = chosen ? 0 : -1;
    }
  }

  function choose(code) {
    groups.forEach((group) => show(group, code));
    try {
      sessionStorage.setItem(KEEP, code);
      sessionStorage.setItem(KEEP + window.location.pathname, code);
    } catch {
      // Storage is off: the choice lasts for this page.
    }
  }

  function onKey(event, group) {
    const at = group.findIndex((item) => item.tab === event.currentTarget);
    const last = group.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(group[to].code);
    group[to].tab.focus();
  }

  function makeTab(fieldset, id) {
    const heading = fieldset.querySelector(".fieldset-heading");
    const code = codeOf(fieldset);
    const tab = document.createElement("button");
    Object.assign(tab, { type: "button", id: `${id}-tab-${code}`, className: "admin-tab" });
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", `${id}-panel-${code}`);
    const name = document.createElement("span");
    name.lang = code;
    name.textContent = heading.textContent;
    const state = document.createElement("span");
    state.className = "admin-tab-mark";
    tab.append(name, " ", state);

    const panel = document.createElement("div");
    Object.assign(panel, { id: `${id}-panel-${code}`, className: "admin-panel" });
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    fieldset.before(panel);
    panel.append(fieldset);
    return { code, tab, panel };
  }

  function makeTabs(fieldsets) {
    const id = `tabs-${groups.length}`;
    const list = document.createElement("div");
    list.className = "admin-tabs";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", words.label);
    fieldsets[0].before(list);
    const group = fieldsets.map((fieldset) => makeTab(fieldset, id));
    for (const item of group) {
      list.append(item.tab);
      item.tab.addEventListener("click", () => choose(item.code));
      item.tab.addEventListener("keydown", (event) => onKey(event, group));
      for (const kind of ["input", "change"]) item.panel.addEventListener(kind, () => mark(item));
      mark(item);
    }
    groups.push(group);
    return group;
  }

  /* Return groups of neighbouring language fieldsets below `root`, except in the template of new rows. */
  function findGroups(root) {
    const found = [];
    for (const fieldset of root.querySelectorAll("fieldset.language")) {
      if (fieldset.closest(".empty-form, .admin-panel")) continue;
      const before = fieldset.previousElementSibling;
      if (found.length && found.at(-1).includes(before)) found.at(-1).push(fieldset);
      else found.push([fieldset]);
    }
    return found;
  }

  function startWith() {
    const items = groups.flat();
    const wrong = items.find((item) => item.tab.dataset.state === "error");
    if (wrong) return wrong.code;
    const known = (code) => groups[0].some((item) => item.code === code);
    const here = sessionStorage.getItem(KEEP + window.location.pathname);
    if (known(here)) return here;
    // Who translates may change one language alone.
    const open = groups[0].filter(({ panel }) => panel.querySelector(CHANGED));
    if (open.length === 1) return open[0].code;
    // That of the last form or the interface's, unless it is missing and another one is not.
    const wanted = [sessionStorage.getItem(KEEP), document.documentElement.lang.slice(0, 2)];
    const ours = wanted.map((code) => groups[0].find((item) => item.code === code)).find(Boolean) ?? groups[0][0];
    const filled = groups[0].find((item) => item.tab.dataset.state !== "missing");
    return ours.tab.dataset.state === "missing" && filled ? filled.code : ours.code;
  }

  /* Go to the input that the address names, in whatever language it is, and in the editor where it has one. */
  function jump() {
    const input = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!input?.closest("form")?.contains(document.getElementById("admin-words"))) return;
    const item = groups.flat().find(({ panel }) => panel.contains(input));
    if (item) choose(item.code);
    input.closest("details")?.setAttribute("open", "");
    const row = input.closest(".form-row, td") ?? input;
    row.scrollIntoView({ block: row.offsetHeight < window.innerHeight ? "center" : "start" });
    // A picture's own input is hidden behind its buttons, and topics are many boxes.
    const parts = [input.closest(".prose-editor")?.querySelector("[contenteditable]"), input, ...row.querySelectorAll("input, button")];
    parts.find((part) => part?.matches("[contenteditable], input, select, textarea, button") && part.checkVisibility())?.focus({ preventScroll: true });
  }

  /* Select2 leaves its boxes without an accessible name: use the field's label. */
  function nameBoxes() {
    for (const select of document.querySelectorAll("select.admin-autocomplete:not([id*=__prefix__])")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const name = select.ariaLabel ?? label?.textContent.replace(/:\s*$/, "") ?? "";
      const box = select.nextElementSibling;
      for (const part of box?.querySelectorAll("[role=combobox], [role=textbox]") ?? []) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", name);
      }
    }
  }

  function start() {
    const source = document.getElementById("admin-words");
    if (!source) return;
    words = source.dataset;
    findGroups(document).forEach(makeTabs);
    if (groups.length) groups.forEach((group) => show(group, startWith()));
    // Django's tabular inlines begin with an empty header cell.
    for (const cell of document.querySelectorAll("th.original:empty")) cell.replaceWith(document.createElement("td"));
    document.addEventListener("formset:added", (event) => {
      const current = groups[0]?.find((item) => !item.panel.hidden)?.code;
      for (const fieldsets of findGroups(event.target)) {
        const group = makeTabs(fieldsets);
        show(group, current ?? group[0].code);
      }
      setTimeout(nameBoxes); // after Select2's own answer to this event
    });
    // A page that has something to say first is not left: the browser keeps the place of the form that was sent.
    const arrive = () => {
      const told = document.querySelector("#content [role=alert]");
      if (told) told.scrollIntoView();
      else jump();
    };
    window.addEventListener("load", arrive);
    window.addEventListener("hashchange", jump);
    document.addEventListener("prose-editor:ready", ({ target }) => {
      if (window.location.hash === `#${target.id}`) arrive();
    });
    document.addEventListener("click", ({ target }) => {
      // The address may be that of this link already.
      if (target.closest?.("a")?.getAttribute("href") === window.location.hash) jump();
    });
    // In jQuery's own queue, behind Select2's answer to the page being ready.
    window.addEventListener("load", () => window.django?.jQuery?.(nameBoxes));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
