import { LoadingState, type DataFrame, type TimeRange } from "@grafana/data";
import { PanelChrome, useTheme2 } from "@grafana/ui";
import { useEffect, useId, useState } from "react";
import { isGrafanaOwn, type Mark } from "../data/annotations.ts";
import { askPanel, prepare } from "../data/panel-data.ts";
import { onlyHeard } from "../only-heard.ts";
import { panels, wordsOnly } from "../panels/index.ts";
import { drawnOnCanvas, summaryOf } from "../panels/summary.ts";
import type { Choices } from "../variables/chosen.ts";
import { interpolate, words } from "../variables/interpolate.ts";
import { report, work } from "../work.ts";
import type { Panel } from "./dashboard.ts";
import type { Box } from "./layout.ts";
import { PanelFence } from "./panel-fence.tsx";
import { PanelLinks } from "./panel-links.tsx";
import { SeriesContext } from "./series-context.tsx";

/** What a panel is shown with. */
export interface PanelViewProps {
  readonly panel: Panel;
  readonly box: Box;
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly choices: Choices;
  readonly scrapeInterval: string;
  /** How many points a line has at most. @default as many as the panel has pixels */
  readonly points?: number;
  readonly marks: readonly Mark[];
  readonly onRange: (from: number, to: number) => void;
}

interface Answer {
  readonly frames: readonly DataFrame[];
  readonly range: TimeRange;
  readonly error?: string;
}

/** A panel: asks its queries whenever the range or a choice changes, and shows what it last got until then. */
export function PanelView(props: PanelViewProps): React.JSX.Element {
  const { panel, box, choices } = props;
  const title = interpolate(panel.title ?? "", choices, words);
  const [answer, loading] = useAnswer(props, title);
  return (
    <PanelChrome
      width={box.width}
      height={box.height}
      title={title}
      description={interpolate(panel.description ?? "", choices, words)}
      displayMode={panel.transparent === true ? "transparent" : "default"}
      loadingState={loading && answer !== undefined ? LoadingState.Loading : LoadingState.Done}
      {...(answer?.error !== undefined && { statusMessage: answer.error })}
      titleItems={<PanelLinks panel={panel} choices={choices} />}
      padding="md"
    >
      {(width, height) =>
        answer === undefined ? null : (
          <PanelFence title={title}>
            <PanelBody
              {...props}
              title={title}
              answer={answer}
              range={answer.range}
              width={width}
              height={height}
            />
          </PanelFence>
        )
      }
    </PanelChrome>
  );
}

/** The latest answer, and whether a newer one is on its way. */
function useAnswer(props: PanelViewProps, title: string): [Answer | undefined, boolean] {
  const { panel, range, choices, scrapeInterval, box } = props;
  const pixels = props.points ?? box.width;
  const [answer, setAnswer] = useState<Answer>();
  const [loading, setLoading] = useState(true);
  useEffect(() => {
    let current = true;
    const settle = (next: Answer): void => {
      report(title, "query", next.error);
      if (!current) return;
      setAnswer(next);
      setLoading(false);
    };
    setLoading(true);
    work.undrawn.add(title);
    askPanel(panel, { range, choices, scrapeInterval, pixels }).then(
      (frames) => {
        settle({ frames, range });
      },
      (error: unknown) => {
        settle({ frames: [], range, error: (error as Error).message });
      },
    );
    return () => {
      current = false;
    };
  }, [panel, range, choices, scrapeInterval, pixels, title]);
  return [answer, loading];
}

interface BodyProps extends PanelViewProps {
  readonly title: string;
  readonly answer: Answer;
  readonly width: number;
  readonly height: number;
}

function PanelBody(props: BodyProps): React.JSX.Element | null {
  const { panel, answer, choices, timeZone, width, height, title } = props;
  const theme = useTheme2();
  const [frames, setFrames] = useState<DataFrame[]>();
  useEffect(() => {
    let current = true;
    prepare(panel, answer.frames, { choices, theme, timeZone }).then(
      (prepared) => {
        if (current) setFrames(prepared);
      },
      (error: unknown) => {
        report(title, "query", `its transformations fail: ${(error as Error).message}`);
        if (current) setFrames([]);
      },
    );
    return () => {
      current = false;
    };
  }, [panel, answer, choices, theme, timeZone, title]);
  if (frames === undefined) return null;
  const Drawn = panels[panel.type];
  const words = wordsOnly.has(panel.type);
  const missing = Drawn === undefined ? unsupported(panel) : undefined;
  const empty = !words && frames.every(({ length, fields }) => length === 0 || fields.length === 0);
  const nothing = empty && missing === undefined && answer.error === undefined ? noValue(panel) : undefined;
  return (
    <>
      <Settled title={title} frames={frames} missing={missing} nothing={nothing} />
      {drawnOnCanvas.has(panel.type) && !empty ? (
        <span role="img" className={onlyHeard} aria-label={summaryOf(title, panel.type, frames)} />
      ) : null}
      {Drawn === undefined || (empty && panel.type !== "stat") ? (
        <Message width={width} height={height} text={missing ?? answer.error ?? noValue(panel)} />
      ) : (
        <SeriesContext frames={frames}>
          {(shown) => <Drawn {...props} frames={shown} width={width} height={height} />}
        </SeriesContext>
      )}
    </>
  );
}

function unsupported({ type, datasource }: Panel): string {
  if (isGrafanaOwn(datasource)) return "this panel asks Grafana itself, which does not run here";
  return `the preview does not draw panels of the type ${type}; Grafana does`;
}

function noValue({ fieldConfig }: Panel): string {
  return fieldConfig?.defaults.noValue ?? "No data";
}

/** Records what a reader will miss. Two frames after a panel has its data, it is on the screen. */
function Settled({
  title,
  frames,
  missing,
  nothing,
}: {
  readonly title: string;
  readonly frames: readonly DataFrame[];
  readonly missing: string | undefined;
  readonly nothing: string | undefined;
}): null {
  useEffect(() => {
    report(title, "unsupported", missing);
    report(title, "empty", nothing);
    requestAnimationFrame(() => requestAnimationFrame(() => work.undrawn.delete(title)));
  }, [frames, title, missing, nothing]);
  return null;
}

function Message({
  width,
  height,
  text,
}: {
  readonly width: number;
  readonly height: number;
  readonly text: string;
}) {
  const id = useId();
  return (
    <div id={id} style={{ width, height, display: "grid", placeItems: "center", textAlign: "center" }}>
      <p style={{ margin: 0 }}>{text}</p>
    </div>
  );
}
