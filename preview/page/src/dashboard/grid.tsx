import { css } from "@emotion/css";
import type { GrafanaTheme2, TimeRange } from "@grafana/data";
import { Icon, useStyles2 } from "@grafana/ui";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Mark } from "../data/annotations.ts";
import type { Choices } from "../variables/chosen.ts";
import { interpolate, words } from "../variables/interpolate.ts";
import { work } from "../work.ts";
import type { Dashboard } from "./dashboard.ts";
import { placeSections, sectionsOf, type Box } from "./layout.ts";
import { PanelView } from "./panel-view.tsx";
import { repeated } from "./repeat.ts";

interface GridProps {
  readonly dashboard: Dashboard;
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly choices: Choices;
  readonly scrapeInterval: string;
  /** How many points a line has at most. @default as many as its panel has pixels */
  readonly points?: number;
  readonly marks: readonly Mark[];
  readonly onRange: (from: number, to: number) => void;
}

/** The panels of a dashboard where its file places them, under headings that open and close. */
export function Grid(props: GridProps): React.JSX.Element {
  const { dashboard, choices } = props;
  const styles = useStyles2(getStyles);
  const [width, ref] = useWidth();
  const copies = useMemo(
    () =>
      new Map(
        (dashboard.panels ?? [])
          .flatMap((panel) => repeated(panel, choices))
          .map((copy) => [copy.panel, copy.choices]),
      ),
    [dashboard, choices],
  );
  const sections = useMemo(() => sectionsOf([...copies.keys()]), [copies]);
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const closed = new Set(
    sections.filter((section, i) => (section.row?.collapsed === true) !== toggled.has(i)),
  );
  const { placed, height } = placeSections(sections, closed, width);
  useEffect(() => {
    work.laidOut = width > 0;
  }, [width]);
  return (
    <div ref={ref} className={styles.grid} style={{ height }}>
      {width === 0
        ? null
        : placed.map(({ section, heading, panels }, i) => (
            <section key={section.row?.id ?? "top"} aria-label={section.row?.title ?? dashboard.title}>
              {heading && section.row ? (
                <Heading
                  box={heading}
                  title={interpolate(section.row.title ?? "", choices, words)}
                  open={!closed.has(section)}
                  onToggle={() => {
                    setToggled((before) => flipped(before, i));
                  }}
                />
              ) : null}
              {panels.map(({ panel, box }) => (
                <div
                  key={panel.id ?? panel.title}
                  className={styles.cell}
                  style={box}
                  data-panel={panel.title}
                >
                  <Visible box={box}>
                    <PanelView {...props} panel={panel} box={box} choices={copies.get(panel) ?? choices} />
                  </Visible>
                </div>
              ))}
            </section>
          ))}
    </div>
  );
}

function flipped(before: ReadonlySet<number>, i: number): ReadonlySet<number> {
  const next = new Set(before);
  if (!next.delete(i)) next.add(i);
  return next;
}

function Heading({
  box,
  title,
  open,
  onToggle,
}: {
  readonly box: Box;
  readonly title: string;
  readonly open: boolean;
  readonly onToggle: () => void;
}): React.JSX.Element {
  const styles = useStyles2(getStyles);
  return (
    <h2 className={styles.heading} style={box}>
      <button type="button" className={styles.toggle} aria-expanded={open} onClick={onToggle}>
        <Icon name={open ? "angle-down" : "angle-right"} />
        {title}
      </button>
    </h2>
  );
}

/** Draws what is in it only once a reader is near: a long dashboard asks no more than what is seen. */
function Visible({
  box,
  children,
}: {
  readonly box: Box;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: "300px" },
    );
    if (ref.current) observer.observe(ref.current);
    return () => {
      observer.disconnect();
    };
  }, []);
  return (
    <div ref={ref} style={{ width: box.width, height: box.height }}>
      {seen ? children : null}
    </div>
  );
}

function useWidth(): [number, React.RefObject<HTMLDivElement>] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [width, ref];
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ position: "relative" }),
  cell: css({ position: "absolute" }),
  heading: css({
    position: "absolute",
    margin: 0,
    fontSize: theme.typography.h6.fontSize,
    fontWeight: 500,
    display: "flex",
    alignItems: "center",
  }),
  toggle: css({
    display: "flex",
    alignItems: "center",
    gap: theme.spacing(0.5),
    height: "100%",
    padding: theme.spacing(0, 0.5),
    border: "none",
    background: "none",
    color: theme.colors.text.primary,
  }),
});
