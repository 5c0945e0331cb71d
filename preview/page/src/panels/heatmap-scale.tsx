import { css } from "@emotion/css";
import { formattedValueToString, getValueFormat, type GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";

/** What the colours of a heat map stand for. */
export function HeatmapScale({
  palette,
  max,
  unit,
}: {
  readonly palette: readonly string[];
  readonly max: number;
  /** Grafana's id of the unit of what the colours count. */
  readonly unit: string | undefined;
}): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const text = formattedValueToString(getValueFormat(unit ?? "short")(max));
  return (
    <div className={styles.row}>
      <span>0</span>
      <div className={styles.bar} style={{ background: `linear-gradient(90deg, ${palette.join(", ")})` }} />
      <span>{text}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: "flex",
    alignItems: "center",
    gap: theme.spacing(1),
    paddingLeft: theme.spacing(1),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.primary,
  }),
  bar: css({ width: 240, height: 8, borderRadius: theme.shape.radius.default }),
});
