/* Our extensions of the rich text editor; see EditorWidget. */
import { Extension, Node } from "django-prose-editor/editor"

/* Buttons that say whether they are pressed; the others do something once. */
const PRESSED = ["bold", "italic", "subscript", "superscript", "blockquote", "codeBlock", "orderedList", "link"]

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

const buttonsOf = (menu) =>
  [...menu.querySelectorAll("button")].filter((button) => !button.closest("[popover]") && button.checkVisibility())

/* The menu is one stop of the keyboard, with arrow keys inside it (WAI-ARIA APG, toolbar). */
function tell(menu) {
  const buttons = buttonsOf(menu)
  const current = buttons.find((button) => button === document.activeElement) ?? buttons.find(({ tabIndex }) => tabIndex === 0)
  for (const button of buttons) {
    const { classList, dataset } = button
    button.tabIndex = button === (current ?? buttons[0]) ? 0 : -1
    button.ariaDisabled = classList.contains("disabled") || null
    if (PRESSED.includes(dataset.name)) button.ariaPressed = classList.contains("active")
    if (button.closest(".prose-menubar__selected")) button.ariaHasPopup = "true"
  }
}

function startToolbar(menu, name) {
  Object.assign(menu, { role: "toolbar", ariaLabel: name })
  menu.addEventListener("keydown", (event) => {
    const buttons = buttonsOf(menu)
    const at = buttons.indexOf(document.activeElement)
    const last = buttons.length - 1
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    buttons[to].focus()
    tell(menu)
  })
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
    startToolbar(menu, gettext("Formatting"))
    tell(menu)
    // The editor replaces the button of the current block type whenever that changes.
    new MutationObserver(() => translate(menu)).observe(menu, { childList: true, subtree: true })
    this.editor.on("transaction", () => tell(menu))
  },
})

/* Tab goes on from a table's last cell, where the editor would add row after row. Before the table's own keys. */
export const LeaveTable = Extension.create({
  name: "leaveTable",
  priority: 150,

  addKeyboardShortcuts() {
    return {
      Tab: ({ editor }) => {
        const { $head } = editor.state.selection
        const depth = Array.from({ length: $head.depth + 1 }, (_, at) => at).findLast((at) => $head.node(at).type.name === "table")
        if (!depth || editor.can().goToNextCell()) return false
        const after = $head.after(depth)
        return editor
          .chain()
          .command(({ tr, state }) => {
            if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, state.schema.nodes.paragraph.create())
            return true
          })
          .setTextSelection(after + 1)
          .scrollIntoView()
          .run()
      },
    }
  },
})

/* A table starts with a header row; rows and columns are added where they are needed. In place of a dialog. */
export const TableWithHeader = Extension.create({
  name: "tableWithHeader",
  priority: 50,

  addCommands() {
    return {
      insertTableWithOptions:
        () =>
        ({ commands }) =>
          commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    }
  },
})

/* Pictures: the element of seoulsolution/content/pictures.py, shown with its thumbnail and what the text says of it. */

const SAID = ["key", "alt", "caption", "credit", "decorative"]

function make(tag, className, textContent = "") {
  return Object.assign(document.createElement(tag), { className, textContent })
}

/* Show in `dom` what the text says of its picture, and what is known of it: null where it is gone. */
function draw(dom, said, known, language) {
  const ofLibrary = known?.alt[language] || Object.values(known?.alt ?? {}).find(Boolean)
  const alt = said.decorative ? gettext("Decorative") : said.alt || ofLibrary
  const isSilent = !alt && !known?.decorative
  const caption = make("figcaption", "")
  caption.append(
    make("strong", "", known === null ? gettext("This picture is gone") : (known?.name ?? "")),
    make("span", "", [said.caption, said.credit || known?.credit].filter(Boolean).join(" · ")),
    make("span", isSilent ? "admin-chip picture-silent" : "admin-quiet", alt || (isSilent ? gettext("No text alternative") : gettext("Decorative"))),
  )
  const image = known?.src ? [Object.assign(make("img", "admin-picture"), { src: known.src, alt: "" })] : []
  dom.replaceChildren(...image, caption)
}

/* Write on after the picture that was put in: while it is selected, what is typed would take its place. */
function goOn({ tr, state, commands }) {
  const { node, $to } = tr.selection
  if (!node) return true
  if (!$to.nodeAfter?.isTextblock) tr.insert($to.pos, state.schema.nodes.paragraph.create())
  return commands.setTextSelection($to.pos + 1)
}

export const SitePicture = Node.create({
  name: "sitePicture",
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { picker: "" }
  },

  addAttributes() {
    // Read as they are: by itself, the editor makes numbers of what looks like one.
    const attribute = (name) => ({ default: null, parseHTML: (element) => element.getAttribute(name) })
    return Object.fromEntries(SAID.map((name) => [name, attribute(name)]))
  },

  parseHTML() {
    return [{ tag: "site-picture[key]" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["site-picture", HTMLAttributes]
  },

  addNodeView() {
    return ({ node, editor }) => {
      const dom = make("figure", "editor-picture")
      const language = editor.options.element.querySelector("textarea").lang
      let said = node.attrs
      const show = () =>
        window.picturePicker.known(this.options.picker, said.key).then((known) => draw(dom, said, known, language))
      draw(dom, said, undefined, language)
      show()
      dom.addEventListener("dblclick", () => editor.isEditable && editor.commands.editPicture())
      return {
        dom,
        update(changed) {
          if (changed.type !== node.type) return false
          said = changed.attrs
          show()
          return true
        },
        ignoreMutation: () => true,
      }
    }
  },

  addCommands() {
    return {
      /* Choose a picture, or open the fields of the one that is selected. */
      editPicture:
        () =>
        ({ editor, state }) => {
          const { node, from } = state.selection
          const use = node?.type.name === this.name ? node.attrs : null
          const language = editor.options.element.querySelector("textarea").lang
          window.picturePicker.open({ url: this.options.picker, language, hasFields: true, use }).then((answer) => {
            const chain = editor.chain().focus()
            if (answer && use) chain.updateAttributes(this.name, answer.use).setNodeSelection(from)
            else if (answer) chain.insertContent({ type: this.name, attrs: answer.use }).command(goOn)
            chain.run()
          })
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => editor.isActive(this.name) && editor.commands.editPicture(),
    }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: this.name,
      groups: "nodes",
      command: (editor) => editor.commands.editPicture(),
      button: buttons.material("image", gettext("Picture")),
      active: (editor) => editor.isActive(this.name),
    })
  },
})
