/*
 * Small forms above the form of a record (a decision, a comment, a copy): each is sent once, however often its button
 * is pressed, and only while somebody is signed in: what was typed in it would be lost on the way to the sign-in.
 */
"use strict";
{
  const SENT_FOR = 10_000;
  const sent = new WeakSet();

  const isFilled = (form) => [...form.querySelectorAll("textarea, input[type=text]")].some(({ value }) => value.trim());

  function say(form, text) {
    const said = form.querySelector(":scope > [role=alert]") ?? document.createElement("p");
    Object.assign(said, { role: "alert", className: "admin-problem", textContent: text });
    form.append(said);
  }

  async function send(form) {
    const known = isFilled(form) ? await window.keptForms.status() : null;
    if (isFilled(form) && known?.account !== window.keptForms.account) {
      sent.delete(form);
      say(form, gettext("You are no longer signed in, or the server cannot be reached. What you wrote is still here: sign in in another tab, then press this again."));
      return;
    }
    // Signing in again has made the token invalid.
    if (known) form.elements.csrfmiddlewaretoken.value = known.token;
    form.submit();
    setTimeout(() => sent.delete(form), SENT_FOR);
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".admin-actions form")) return;
    event.preventDefault();
    if (sent.has(event.target)) return;
    sent.add(event.target);
    send(event.target);
  });
}
