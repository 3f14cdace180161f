/* Our extension of the rich text editor; see DeskEditorWidget. */
import { Extension } from "django-prose-editor/editor"

export const DeskEditor = Extension.create({
  name: "deskEditor",

  onBeforeCreate() {
    const { options } = this.editor
    const textarea = options.element.querySelector("textarea")
    const label = document.querySelector(`label[for="${textarea.id}"]`)
    // The style sheet desk.css holds what the editor would write into the page by itself.
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
})
