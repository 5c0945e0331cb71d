import { rememberTexts, textsOn, type CanvasText } from "./canvas-texts.ts";
import { sightOf, textsIn, type DomText } from "./dom-texts.ts";
import { beyond, overlap, type Rect } from "./rect.ts";

/** Something that a reader should not see. */
interface Flaw {
  readonly panel: string;
  readonly what: string;
}

declare global {
  interface Window {
    inspectPreview: () => readonly Flaw[];
  }
}

// What touches by so few pixels is not noticed: descenders, and the edges of letters.
const noticed = 3;

// In the page before anything else is: canvases do not tell afterwards what was written on them.
rememberTexts();

/** Everything that is wrong with what the page shows: failed queries, empty panels, texts that are cut or overlap. */
window.inspectPreview = () => {
  const panels = [...document.querySelectorAll("[data-panel]")];
  const troubles = [...window.preview.troubles.values()].map(({ panel, kind, what }) => ({
    panel,
    what: { query: `its query fails: ${what}`, empty: `shows nothing (“${what}”)`, unsupported: what }[kind],
  }));
  return [...troubles, ...panels.flatMap(flawsOf), ...overlapping(panels)];
};

function flawsOf(panel: Element): readonly Flaw[] {
  const bySight = Map.groupBy(textsIn(panel), (text) => sightOf(text, panel));
  const [cut, hidden] = [bySight.get("cut") ?? [], bySight.get("hidden") ?? []];
  return [
    ...(cut.length > 0 ? [`cut off: ${quoted(cut)}`] : []),
    ...(hidden.length > 0 ? [`out of sight: ${quoted(hidden)}`] : []),
    ...pairs(bySight.get("whole") ?? []).map(([a, b]) => `“${a.text}” and “${b.text}” overlap`),
    ...[...panel.querySelectorAll("canvas")].flatMap(canvasFlaws),
  ].map((what) => ({ panel: nameOf(panel), what }));
}

function quoted(texts: readonly DomText[]): string {
  const shown = texts.slice(0, 4).map(({ text }) => `“${text}”`);
  return `${shown.join(", ")}${texts.length > shown.length ? ` and ${texts.length - shown.length} more` : ""}`;
}

function canvasFlaws(canvas: HTMLCanvasElement): readonly string[] {
  const texts = textsOn(canvas);
  const whole = { left: 0, top: 0, right: canvas.width, bottom: canvas.height };
  return [
    ...texts
      .filter((text) => beyond(text, whole) > 1)
      .map(({ text }) => `the text “${text}” on its graph is cut off`),
    ...pairs(texts).map(([a, b]) => `“${a.text}” and “${b.text}” on its graph overlap`),
  ];
}

function pairs<T extends DomText | CanvasText>(texts: readonly T[]): readonly (readonly [T, T])[] {
  return texts.flatMap((a, i) =>
    texts.slice(i + 1).flatMap((b) => (overlap(a, b) > noticed ? [[a, b] as const] : [])),
  );
}

function overlapping(panels: readonly Element[]): readonly Flaw[] {
  const places = panels.map((panel): Rect & { name: string } => {
    const { left, top, right, bottom } = panel.getBoundingClientRect();
    return { left, top, right, bottom, name: nameOf(panel) };
  });
  return places.flatMap((a, i) =>
    places
      .slice(i + 1)
      .flatMap((b) => (overlap(a, b) > 1 ? [{ panel: a.name, what: `lies over ${b.name}` }] : [])),
  );
}

function nameOf(panel: Element): string {
  return panel.getAttribute("data-panel") ?? "";
}
