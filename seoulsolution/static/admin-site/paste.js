/*
 * What is pasted from Word, Hangul, Google Docs and Outlook arrives as the editor's own headings, lists and tables.
 *
 * The policy of the page empties style attributes before a script can read them in a document: they are renamed in the
 * text of the clipboard. Pictures are left out, which the editor says.
 */
import { Extension, Plugin } from "django-prose-editor/editor"

const STYLE = "data-pasted-style"
const SYMBOLS = /wingdings|webdings|symbol/
const BULLET = /^\s*[•●▪◦‣∙·ㆍ][\s\u00a0]+/
const NUMBER = /^\s*(?:[①-⑳]|\(?(?:[0-9]{1,3}|[a-z]|[ivx]{1,5}|[가-하])[.)])/i
const BLANK = /^[\s\u00a0\u200b]*$/
/* Above the highest heading that a text may have is the title of the page. */
const HIGHEST = 2
const LOWEST = 4

const style = (element, name) =>
  new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i").exec(element.getAttribute(STYLE) ?? "")?.[1].trim().toLowerCase() ?? ""
const all = (root, selector) => [...root.querySelectorAll(selector)]
const unwrap = (element) => element.replaceWith(...element.childNodes)
const isBlank = (element) => BLANK.test(element.textContent)

function make(tag, ...children) {
  const element = document.createElement(tag)
  element.append(...children)
  return element
}

function rename(element, tag) {
  const renamed = make(tag, ...element.childNodes)
  for (const name of ["colspan", "rowspan"]) if (element.hasAttribute(name)) renamed.setAttribute(name, element.getAttribute(name))
  element.replaceWith(renamed)
  return renamed
}

function parse(html) {
  const plain = html
    .replace(/<(style|script|xml|title)\b[^]*?<\/\1>/gi, "")
    .replace(/<!--[^]*?-->|<!\[[^\]]*\]>/g, "")
    .replace(/(<[a-z][^<>]*?\s)style\s*=/gi, `$1${STYLE}=`)
  return new DOMParser().parseFromString(plain, "text/html").body
}

/* Hangul names the styles of its paragraphs in a style sheet: P.HStyle3 { style-name: "개요 1" } */
function readStyleNames(html) {
  const rules = html.matchAll(/\.(HStyle\d+)[^{}]*\{[^{}]*?style-name\s*:\s*"?([^";}]+)/gi)
  return new Map([...rules].map(([, name, said]) => [name.toLowerCase(), said.trim()]))
}

/* Bold, italic and the like, which are styles of spans; Google Docs wraps everything in a <b> that is not bold. */
function markRuns(body) {
  const tags = { b: "font-weight", strong: "font-weight", i: "font-style", em: "font-style" }
  for (const element of all(body, "b, strong, i, em")) {
    if (/^(normal|[1-5]00)$/.test(style(element, tags[element.localName]))) unwrap(element)
  }
  for (const element of all(body, `[${STYLE}]`)) {
    if (element.matches("b, strong, i, em, table, tr, tbody, ul, ol") || isBlank(element)) continue
    const marks = []
    if (/^(bold|bolder|[6-9]00)$/.test(style(element, "font-weight"))) marks.push("strong")
    if (/^(italic|oblique)/.test(style(element, "font-style"))) marks.push("em")
    if (style(element, "vertical-align") === "super") marks.push("sup")
    if (style(element, "vertical-align") === "sub") marks.push("sub")
    for (const mark of marks) if (!element.querySelector("p, div, li, td, h1, h2, h3")) element.append(make(mark, ...element.childNodes))
  }
}

function levelOf(paragraph, styleNames) {
  if (paragraph.getAttribute("role") === "heading") return Number(paragraph.getAttribute("aria-level")) || HIGHEST // Word on the web
  const [name] = paragraph.className.toLowerCase().split(" ")
  if (name === "msotitle") return 1
  const outline = /^(?:개요|제목|heading)\s*(\d)/i.exec(styleNames.get(name) ?? "")
  return Number(outline?.[1] ?? (/^mso-?heading(\d)/.exec(name)?.[1] || style(paragraph, "mso-outline-level")) ?? 0) || 0
}

/* The levels keep their distance: where there is a level above the highest, all go one down. */
function setHeadings(body, styleNames) {
  for (const paragraph of all(body, "p, [role=heading]:not(h1, h2, h3, h4, h5, h6)")) {
    const level = levelOf(paragraph, styleNames)
    if (level && level < 7 && !isBlank(paragraph)) rename(paragraph, `h${level}`)
  }
  const headings = all(body, "h1, h2, h3, h4, h5, h6")
  const down = headings.some(({ localName }) => localName === "h1") ? 1 : 0
  for (const heading of headings) {
    const level = Math.min(Math.max(Number(heading.localName[1]) + down, HIGHEST), LOWEST)
    if (isBlank(heading)) heading.remove()
    else all(rename(heading, `h${level}`), "b, strong").forEach(unwrap)
  }
}

/* Word on the web puts each item into a list of its own, beside the others, whatever its level. */
function flattenLists(body) {
  all(body, ".ListContainerWrapper").forEach(unwrap)
  for (const item of all(body, "li[data-listid][data-aria-level]")) {
    const list = item.parentElement
    const paragraph = item.querySelector("p") ?? make("p", ...item.childNodes)
    Object.assign(paragraph.dataset, { level: item.dataset.ariaLevel, list: list.localName })
    list.before(paragraph)
    item.remove()
    if (!list.children.length) list.remove()
  }
}

/* Word and Outlook write the sign of an item as text, Hangul as the letter that a symbol font shows as a bullet. */
function readItem(paragraph) {
  const { level: ofWeb, list } = paragraph.dataset
  if (list) return { level: Number(ofWeb), tag: list }
  const [signs, ...more] = all(paragraph, `[${STYLE}]`).filter((element) => style(element, "mso-list") === "ignore")
  const ofWord = /level(\d)/.exec(style(paragraph, "mso-list"))
  if (ofWord) {
    const sign = signs?.textContent ?? ""
    for (const element of [signs, ...more]) element?.remove()
    return { level: Number(ofWord[1]), tag: NUMBER.test(sign) ? "ol" : "ul" }
  }
  const symbol = all(paragraph, `[${STYLE}]`).find((element) => SYMBOLS.test(style(element, "font-family")))
  const isFirst = symbol && paragraph.textContent.trimStart().startsWith(symbol.textContent.trimStart())
  const level = parseFloat(style(paragraph, "margin-left")) || 0
  if (isFirst && symbol.textContent.trim().length <= 2) {
    symbol.remove()
    return { level, tag: "ul" }
  }
  const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode()
  if (!BULLET.test(text?.data ?? "")) return null
  text.data = text.data.replace(BULLET, "")
  return { level, tag: "ul" }
}

function makeLists(body) {
  let open = [] // {level, list} from the outermost on
  for (const paragraph of all(body, "p")) {
    const item = paragraph.closest("li") ? null : readItem(paragraph)
    if (!item) continue
    if (paragraph.previousElementSibling !== open[0]?.list) open = []
    while (open.length > 1 && open.at(-1).level > item.level) open.pop()
    const last = open.at(-1)
    if (last?.level === item.level && last.list.localName !== item.tag) open.pop()
    if (!open.length || open.at(-1).level < item.level) {
      const list = make(item.tag)
      const above = open.at(-1)?.list.lastElementChild
      if (above) above.append(list)
      else paragraph.before(list)
      open.push({ level: item.level, list })
    }
    open.at(-1).list.append(make("li", paragraph))
  }
  // Google Docs and Outlook put a list beside the item that it belongs to.
  for (const list of all(body, ":is(ul, ol) > :is(ul, ol)")) {
    const item = list.previousElementSibling
    if (item?.localName === "li") item.append(list)
    else list.replaceWith(make("li", ...list.childNodes))
  }
}

function flattenTables(body) {
  all(body, "col, colgroup").forEach((element) => element.remove())
  // From the innermost on: a table with one cell is layout, and one inside another becomes its paragraphs.
  for (const table of all(body, "table").reverse()) {
    const cells = all(table, "td, th")
    if (cells.length > 1 && !table.parentElement.closest("table")) continue
    table.replaceWith(...cells.flatMap((cell) => (cell.children.length ? [...cell.childNodes] : [make("p", ...cell.childNodes)])))
  }
  for (const table of all(body, "table")) {
    const first = all(table.querySelector("tr") ?? table, "td")
    const isBold = (cell) => !isBlank(cell) && cell.textContent.trim() === all(cell, "b, strong").map((each) => each.textContent).join("").trim()
    const heads = all(table, "thead td")
    if (!heads.length && !table.querySelector("th") && first.every(isBold)) heads.push(...first)
    for (const cell of heads) rename(cell, "th")
    for (const bold of all(table, "th :is(b, strong)")) unwrap(bold)
  }
}

function tidyLinks(body) {
  for (const link of all(body, "a")) {
    const address = link.getAttribute("href") ?? ""
    const real = /^https:\/\/www\.google\.com\/url\?(.*)/.exec(address)
    if (real) link.setAttribute("href", new URLSearchParams(real[1]).get("q") ?? address)
    if (/^(#|$|file:|about:)/i.test(address)) unwrap(link)
  }
}

function removeRest(body) {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    if (!texts.currentNode.parentElement.closest("pre")) texts.currentNode.data = texts.currentNode.data.replace(/[ \u00a0]+/g, " ")
  }
  all(body, "body > br, .Apple-interchange-newline").forEach((element) => element.remove())
  for (const block of all(body, "p, div")) if (isBlank(block) && !block.closest("td, th")) block.remove()
}

/* Return what of the clipboard's HTML is for the editor, and how many pictures were left out. */
export function clean(html) {
  if (html.includes("data-pm-slice")) return { html, pictures: 0 } // from an editor of ours
  const body = parse(html)
  const pictures = all(body, "img, svg, object, embed, video, canvas, v\\:shape")
  for (const element of pictures) element.remove()
  for (const element of all(body, "meta, link, o\\:p")) element.replaceWith(...element.childNodes)
  flattenLists(body)
  makeLists(body)
  markRuns(body)
  setHeadings(body, readStyleNames(html))
  flattenTables(body)
  tidyLinks(body)
  removeRest(body)
  return { html: body.innerHTML, pictures: pictures.length }
}

/* Bold is how headings and header cells look already. */
function withoutBold(fragment, bold) {
  const nodes = []
  fragment.forEach((node) => {
    nodes.push(node.isText ? node.mark(bold.removeFromSet(node.marks)) : node.copy(withoutBold(node.content, bold)))
  })
  return fragment.constructor.from(nodes)
}

function isInHeading({ selection: { $from } }) {
  const names = Array.from({ length: $from.depth + 1 }, (_, depth) => $from.node(depth).type.name)
  return names.includes("heading") || names.includes("tableHeader")
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addStorage() {
    return { note: null }
  },

  onCreate() {
    this.storage.note = Object.assign(make("div"), { className: "paste-note", role: "status" })
    this.editor.options.element.append(this.storage.note)
  },

  addProseMirrorPlugins() {
    const { editor, storage } = this
    const say = (pictures) => {
      storage.note.replaceChildren()
      if (!pictures) return
      const button = Object.assign(make("button", gettext("Upload pictures")), { type: "button", className: "button" })
      button.addEventListener("click", () => {
        storage.note.replaceChildren()
        editor.commands.editPicture()
      })
      storage.note.append(make("span", gettext("Pictures are not pasted with a text: they were left out.")), button)
    }
    return [
      new Plugin({
        props: {
          transformPastedHTML(html) {
            const cleaned = clean(html)
            say(cleaned.pictures)
            return cleaned.html
          },
          transformPasted(slice, view) {
            if (!isInHeading(view.state)) return slice
            return new slice.constructor(withoutBold(slice.content, editor.schema.marks.bold), slice.openStart, slice.openEnd)
          },
          handlePaste(view, event) {
            const { files, types } = event.clipboardData ?? {}
            const isPicture = [...(files ?? [])].some(({ type }) => type.startsWith("image/")) && !types.includes("text/html")
            if (isPicture) say(1)
            return isPicture
          },
        },
      }),
    ]
  },
})
