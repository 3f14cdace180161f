/* Our extension of the rich text editor; see EditorWidget. */
import { Extension } from "django-prose-editor/editor"

/* The buttons' names are English in the editor's own files; Django's catalogue has them in the interface's language. */
function translate(menu) {
  for (const button of menu.querySelectorAll("button")) {
    if (button.title) button.title = button.ariaLabel = gettext(button.title)
    const words = button.classList.contains("prose-menubar__option") ? button.firstElementChild : null
    const translated = words && gettext(words.textContent)
    // Written only where it differs: what is written is watched, too.
    if (words && words.textContent !== translated) words.textContent = translated
  }
}

export const AdminEditor = Extension.create({
  name: "adminEditor",

  onBeforeCreate() {
    const { options } = this.editor
    const textarea = options.element.querySelector("textarea")
    const label = document.querySelector(`label[for="${textarea.id}"]`)
    // The style sheet admin.css holds what the editor would write into the page by itself.
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
    // The button of the current block type is made anew whenever that changes.
    new MutationObserver(() => translate(menu)).observe(menu, { childList: true, subtree: true })
  },
})
