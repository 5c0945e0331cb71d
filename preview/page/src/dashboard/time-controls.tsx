import { rangeUtil, type TimeRange } from "@grafana/data";
import { RefreshPicker, TimeRangePicker } from "@grafana/ui";
import { boundText } from "../address.ts";

/** Which stretch of time is shown, and how often it is asked for anew. */
export function TimeControls({
  range,
  timeZone,
  refresh,
  loading,
  onRange,
  onTimeZone,
  onRefresh,
  onInterval,
}: {
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly refresh: string;
  readonly loading: boolean;
  readonly onRange: (from: string, to: string) => void;
  readonly onTimeZone: (timeZone: string) => void;
  readonly onRefresh: () => void;
  readonly onInterval: (interval: string) => void;
}): React.JSX.Element {
  const move = (share: number, wider: number): void => {
    const length = range.to.diff(range.from);
    const [from, to] = [
      range.from.valueOf() + share * length - wider * length,
      range.to.valueOf() + share * length + wider * length,
    ];
    onRange(String(Math.round(from)), String(Math.round(to)));
  };
  return (
    <>
      <TimeRangePicker
        value={range}
        timeZone={timeZone}
        onChange={({ raw }) => {
          onRange(boundText(raw.from), boundText(raw.to));
        }}
        onChangeTimeZone={onTimeZone}
        onMoveBackward={() => {
          move(-0.5, 0);
        }}
        onMoveForward={() => {
          move(0.5, 0);
        }}
        onZoom={() => {
          move(0, 0.5);
        }}
        isOnCanvas
      />
      <RefreshPicker
        value={refresh}
        tooltip="Refresh"
        intervals={["5s", "15s", "30s", "1m", "5m", "15m"]}
        isLoading={loading}
        onRefresh={onRefresh}
        onIntervalChanged={onInterval}
        isOnCanvas
      />
    </>
  );
}

/** Milliseconds of a refresh interval; undefined where it is off. */
export function refreshMs(interval: string): number | undefined {
  return interval === "" || !rangeUtil.isValidTimeSpan(interval)
    ? undefined
    : rangeUtil.intervalToMs(interval);
}
