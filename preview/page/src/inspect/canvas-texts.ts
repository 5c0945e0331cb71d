import type { Rect } from "./rect.ts";

/** A text on a canvas, where it is on the canvas in pixels of the canvas. */
export interface CanvasText extends Rect {
  readonly text: string;
}

const drawn = new WeakMap<HTMLCanvasElement, CanvasText[]>();

/** What is written on a canvas now. */
export function textsOn(canvas: HTMLCanvasElement): readonly CanvasText[] {
  return drawn.get(canvas) ?? [];
}

/** From now on remembers what is written on canvases, which do not tell. */
export function rememberTexts(): void {
  const prototype = CanvasRenderingContext2D.prototype;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with their own `this` below
  const { fillText, clearRect } = prototype;
  prototype.clearRect = function (x, y, width, height) {
    if (width >= this.canvas.width && height >= this.canvas.height) drawn.delete(this.canvas);
    clearRect.call(this, x, y, width, height);
  };
  prototype.fillText = function (text, x, y, most) {
    if (text.trim() !== "") drawn.set(this.canvas, [...textsOn(this.canvas), placed(this, text, x, y)]);
    if (most === undefined) fillText.call(this, text, x, y);
    else fillText.call(this, text, x, y, most);
  };
}

function placed(context: CanvasRenderingContext2D, text: string, x: number, y: number): CanvasText {
  const {
    actualBoundingBoxLeft: l,
    actualBoundingBoxRight: r,
    actualBoundingBoxAscent: a,
    actualBoundingBoxDescent: d,
  } = context.measureText(text);
  const matrix = context.getTransform();
  const corners = [new DOMPoint(x - l, y - a), new DOMPoint(x + r, y + d)].map((point) =>
    matrix.transformPoint(point),
  );
  const [xs, ys] = [corners.map((point) => point.x), corners.map((point) => point.y)];
  return {
    text,
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}
