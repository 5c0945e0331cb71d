import { beyond, overlap, type Rect } from "./rect.ts";

/** A text of the document, and what it is in. */
export interface DomText extends Rect {
  readonly text: string;
  readonly element: Element;
}

/** Every text within an element that a reader sees or is meant to see. */
export function textsIn(root: Element): readonly DomText[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: DomText[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const [text, element] = [node.textContent?.trim() ?? "", node.parentElement];
    if (text === "" || element === null || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    if (right > left && bottom > top) found.push({ text, element, left, top, right, bottom });
  }
  return found;
}

function isShown(element: Element): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  // What is only for screen readers is one pixel large.
  const { width, height } = element.getBoundingClientRect();
  return width > 1 && height > 1;
}

/** How much of a text a reader sees. */
export type Sight = "whole" | "cut" | "hidden";

/**
 * Whether boxes around a text end where it should not: a cut one is seen in part, a hidden one has to be scrolled to.
 * Rows of a table are expected to go on.
 */
export function sightOf(text: DomText, within: Element): Sight {
  if (text.element.closest("[role=grid]") !== null) return "whole";
  for (
    let box: Element | null = text.element;
    box !== null && box !== within.parentElement;
    box = box.parentElement
  ) {
    const { overflowX, overflowY, textOverflow } = getComputedStyle(box);
    if (textOverflow === "ellipsis" && box.scrollWidth > box.clientWidth + 1) return "cut";
    if (overflowX === "visible" && overflowY === "visible") continue;
    const edge = box.getBoundingClientRect();
    if (overlap(text, edge) <= 1) return "hidden";
    if (beyond(lettersOf(text), edge) > 1) return "cut";
  }
  return "whole";
}

/** Where a text's letters are: its line is higher than they are. */
function lettersOf({ left, right, top, bottom }: DomText): Rect {
  const above = (bottom - top) * 0.2;
  return { left, right, top: top + above, bottom: bottom - above };
}
