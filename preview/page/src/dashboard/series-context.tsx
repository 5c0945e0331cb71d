import { EventBusSrv, FieldType, getFieldDisplayName, type DataFrame } from "@grafana/data";
import { PanelContextProvider, SeriesVisibilityChangeMode, type PanelContext } from "@grafana/ui";
import { useMemo, useState } from "react";

const eventBus = new EventBusSrv();

/** Lets a reader show one series alone, or hide some, by the legend. */
export function SeriesContext({
  frames,
  children,
}: {
  readonly frames: DataFrame[];
  readonly children: (shown: DataFrame[]) => React.ReactNode;
}): React.JSX.Element {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const names = useMemo(() => namesOf(frames), [frames]);
  const context = useMemo<PanelContext>(
    () => ({
      eventsScope: "dashboard",
      eventBus,
      onToggleSeriesVisibility: (name, mode) => {
        setHidden((before) => toggled(before, names, name, mode));
      },
    }),
    [names],
  );
  const shown = useMemo(
    () => (hidden.size === 0 ? frames : frames.map((frame) => hide(frame, hidden, frames))),
    [frames, hidden],
  );
  return <PanelContextProvider value={context}>{children(shown)}</PanelContextProvider>;
}

function namesOf(frames: DataFrame[]): readonly string[] {
  return frames.flatMap((frame) => frame.fields.map((field) => getFieldDisplayName(field, frame, frames)));
}

/** A click shows one alone, or all again; with a key held, one more or one less. */
function toggled(
  hidden: ReadonlySet<string>,
  names: readonly string[],
  name: string,
  mode: SeriesVisibilityChangeMode,
): ReadonlySet<string> {
  if (mode === SeriesVisibilityChangeMode.AppendToSelection) {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    return next;
  }
  const others = names.filter((other) => other !== name);
  const alone = hidden.size > 0 && !hidden.has(name) && others.every((other) => hidden.has(other));
  return alone ? new Set() : new Set(others);
}

function hide(frame: DataFrame, hidden: ReadonlySet<string>, frames: DataFrame[]): DataFrame {
  const fields = frame.fields.map((field) => {
    if (!hidden.has(getFieldDisplayName(field, frame, frames)) || field.type === FieldType.time) return field;
    const custom = {
      ...(field.config.custom as object),
      hideFrom: { viz: true, tooltip: true, legend: false },
    };
    return { ...field, config: { ...field.config, custom } };
  });
  return { ...frame, fields };
}
