import { colorManipulator, type GrafanaTheme2 } from "@grafana/data";
import type { UPlotConfigBuilder } from "@grafana/ui";
import { useLayoutEffect, useRef } from "react";
import type uPlot from "uplot";
import type { Mark } from "../data/annotations.ts";

/** Draws a dashed line where something began and ended, and shades what lies between. */
export function MarksPlugin({
  config,
  marks,
  theme,
}: {
  readonly config: UPlotConfigBuilder;
  readonly marks: readonly Mark[];
  readonly theme: GrafanaTheme2;
}): null {
  const latest = useRef(marks);
  latest.current = marks;
  useLayoutEffect(() => {
    config.addHook("draw", (plot) => {
      for (const mark of latest.current) drawMark(plot, mark, theme);
    });
  }, [config, theme]);
  return null;
}

const baseWidth = 5;

function drawMark(plot: uPlot, { from, to, color: name }: Mark, theme: GrafanaTheme2): void {
  const { ctx, bbox } = plot;
  const color = theme.visualization.getColorByName(name);
  const [left, right] = [bbox.left, bbox.left + bbox.width];
  const [start, end] = [plot.valToPos(from, "x", true), plot.valToPos(to, "x", true)];
  if (end < left || start > right) return;
  const [a, b] = [Math.max(start, left), Math.min(end, right)];
  const bottom = bbox.top + bbox.height;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.setLineDash([5 * devicePixelRatio, 5 * devicePixelRatio]);
  for (const x of start === end ? [a] : [a, b]) {
    if (x !== start && x !== end) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
  }
  if (b > a) {
    ctx.fillRect(a, bottom, b - a, 3 * devicePixelRatio);
    ctx.fillStyle = colorManipulator.alpha(color, 0.1);
    ctx.fillRect(a, bbox.top, b - a, bbox.height);
  } else {
    const half = baseWidth * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(a, bottom - half);
    ctx.lineTo(a - half, bottom + 3 * devicePixelRatio);
    ctx.lineTo(a + half, bottom + 3 * devicePixelRatio);
    ctx.fill();
  }
  ctx.restore();
}
