import { TableCellHeight } from "@grafana/schema";
import type { TableSortByFieldState } from "@grafana/ui";
import { TableNG } from "@grafana/ui/unstable";
import { optionsOf, type PanelProps } from "./panel-props.ts";

interface TableOptions {
  readonly frameIndex: number;
  readonly showHeader: boolean;
  readonly sortBy: TableSortByFieldState[];
  readonly cellHeight: TableCellHeight;
}

const defaults: TableOptions = {
  frameIndex: 0,
  showHeader: true,
  sortBy: [],
  cellHeight: TableCellHeight.Sm,
};

/** Rows and columns. */
export function TablePanel({ panel, frames, range, width, height }: PanelProps): React.JSX.Element | null {
  const { frameIndex, showHeader, sortBy, cellHeight } = optionsOf(panel, defaults);
  const frame = frames[frameIndex] ?? frames[0];
  if (frame === undefined) return null;
  return (
    <TableNG
      ariaLabel={panel.title ?? "table"}
      data={frame}
      width={width}
      height={height}
      noHeader={!showHeader}
      initialSortBy={sortBy}
      cellHeight={cellHeight}
      timeRange={range}
      enableSharedCrosshair={false}
      structureRev={1}
    />
  );
}
