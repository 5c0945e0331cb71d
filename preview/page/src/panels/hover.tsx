import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2, type UPlotConfigBuilder } from "@grafana/ui";
import { useLayoutEffect, useState } from "react";
import { createPortal } from "react-dom";
import type uPlot from "uplot";

/** What a box beside the pointer says: a heading and lines under it. */
export interface Hovered {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Says beside the pointer what is under it, on a graph that is drawn here. */
export function HoverPlugin({
  config,
  describe,
}: {
  readonly config: UPlotConfigBuilder;
  /** What lies at a time (milliseconds) and a height of the graph's own scale. */
  readonly describe: (time: number, y: number) => Hovered | undefined;
}): React.ReactPortal | null {
  const styles = useStyles2(getStyles);
  const [at, setAt] = useState<{ readonly left: number; readonly top: number; readonly what: Hovered }>();
  useLayoutEffect(() => {
    config.addHook("setCursor", (plot: uPlot) => {
      const { left = -1, top = -1 } = plot.cursor;
      if (left < 0 || top < 0) {
        setAt(undefined);
        return;
      }
      const what = describe(plot.posToVal(left, "x"), plot.posToVal(top, "y"));
      const box = plot.over.getBoundingClientRect();
      setAt(what && { left: box.left + left, top: box.top + top, what });
    });
  }, [config, describe]);
  if (at === undefined) return null;
  const side =
    at.left > window.innerWidth / 2 ? { right: window.innerWidth - at.left + 12 } : { left: at.left + 12 };
  return createPortal(
    <div role="tooltip" className={styles.box} style={{ ...side, top: at.top + 12 }}>
      <strong>{at.what.title}</strong>
      {at.what.lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>,
    document.body,
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    position: "fixed",
    zIndex: theme.zIndex.tooltip,
    pointerEvents: "none",
    padding: theme.spacing(1),
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
