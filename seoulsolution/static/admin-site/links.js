/*
 * Links in rich text: to an address, or to a page of the site that is looked up. The address of a record has its id,
 * by which the link is followed when its title changes (seoulsolution/content/internal_links.py).
 */
import { Extension } from "django-prose-editor/editor"

let dialog = null
let preparing = null // the promise of a dialog that is being fetched
let asked = {} // what was asked for

async function read(url) {
  const response = await fetch(url, { redirect: "manual" })
  if (!response.ok) throw new Error(`${response.status}`)
  return response.text()
}

async function list() {
  const question = (asked.question = {})
  const query = new URLSearchParams({ part: "1", q: dialog.querySelector("[name=q]").value, language: asked.language })
  const found = await read(`${asked.url}?${query}`).catch(() => gettext("The server cannot be reached. Try again."))
  // An earlier question may be answered later.
  if (question === asked.question) dialog.querySelector(".link-results").innerHTML = found
}

function finish(address) {
  asked.answer = address.trim()
  dialog.close()
}

async function prepare(url) {
  const template = document.createElement("template")
  template.innerHTML = await read(url)
  dialog = template.content.querySelector("dialog")
  document.body.append(dialog)
  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("button")
    if (button && "close" in button.dataset) dialog.close()
    else if (button?.dataset.address) finish(button.dataset.address)
  })
  dialog.addEventListener("close", () => asked.resolve(asked.answer))
  dialog.addEventListener("submit", (event) => {
    event.preventDefault()
    if (event.target.matches(".link-search")) list()
    else finish(event.target.elements.href.value)
  })
}

/* Answer the address that was chosen: "" for none, null where nobody chose. */
async function choose(url, language, address) {
  try {
    if (!dialog) await (preparing ??= prepare(url).finally(() => (preparing = null)))
  } catch {
    window.alert(gettext("The server cannot be reached. Try again."))
    return null
  }
  if (dialog.open) return null // pressed twice
  const answer = new Promise((resolve) => (asked = { url, language, resolve, answer: null }))
  dialog.querySelector("[name=href]").value = address
  dialog.querySelector("[name=q]").value = ""
  dialog.showModal()
  list()
  return answer
}

/* In place of the editor's own dialog, which knows addresses alone: after it, so that this command counts. */
export const RecordLink = Extension.create({
  name: "recordLink",
  priority: 50,

  addOptions() {
    return { chooser: "" }
  },

  addCommands() {
    return {
      addLink:
        () =>
        ({ editor }) => {
          if (editor.state.selection.empty && !editor.isActive("link")) return false
          const language = editor.options.element.querySelector("textarea").lang
          choose(this.options.chooser, language, editor.getAttributes("link").href ?? "").then((href) => {
            const chain = editor.chain().focus().extendMarkRange("link")
            if (href) chain.setLink({ href }).run()
            else if (href === "") chain.unsetLink().run()
            else editor.commands.focus()
          })
          return true
        },
    }
  },
})
