/* Our extension of the rich text editor; see EditorWidget. */
import { Extension } from "django-prose-editor/editor"

/* The editor names its buttons in English; Django's JavaScript catalogue has the translations. */
function translate(menu) {
  for (const button of menu.querySelectorAll("button")) {
    if (button.title) button.title = button.ariaLabel = gettext(button.title)
    const words = button.classList.contains("prose-menubar__option") ? button.firstElementChild : null
    const translated = words && gettext(words.textContent)
    // Only where it differs: the observer below sees this change, too.
    if (words && words.textContent !== translated) words.textContent = translated
  }
}

export const AdminEditor = Extension.create({
  name: "adminEditor",

  onBeforeCreate() {
    const { options } = this.editor
    const textarea = options.element.querySelector("textarea")
    const label = document.querySelector(`label[for="${textarea.id}"]`)
    // admin.css has the rules that the editor would add to the page.
    options.injectCSS = false
    options.editorProps = {
      ...options.editorProps,
      attributes: {
        lang: textarea.lang || document.documentElement.lang,
        spellcheck: "true",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label?.textContent.replace(/:\s*$/, "") ?? "",
      },
    }
  },

  onCreate() {
    const menu = this.editor.options.element.querySelector(".prose-menubar")
    if (!menu) return
    translate(menu)
    // The editor replaces the button of the current block type whenever that changes.
    new MutationObserver(() => translate(menu)).observe(menu, { childList: true, subtree: true })
  },
})
