import type { DataLink, FieldConfigSource } from "@grafana/data";
import type { DataTransformerConfig } from "@grafana/schema";

/** A Grafana dashboard as its JSON has it, version 1 of the format; what the page does not read is left out. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly time?: { readonly from: string; readonly to: string };
  readonly refresh?: string | false;
  readonly timezone?: string;
  readonly links?: readonly DashboardLink[];
  readonly annotations?: { readonly list?: readonly AnnotationQuery[] };
  readonly templating?: { readonly list?: readonly Variable[] };
  readonly panels?: readonly Panel[];
  /** 0: no shared cursor. */
  readonly graphTooltip?: number;
}

/** A link of a dashboard or panel. */
export interface DashboardLink {
  readonly title?: string;
  readonly type?: "link" | "dashboards";
  readonly url?: string;
  readonly tags?: readonly string[];
  readonly asDropdown?: boolean;
  readonly includeVars?: boolean;
  readonly keepTime?: boolean;
  readonly targetBlank?: boolean;
}

/** What is drawn over graphs: moments and stretches of time that some query finds. */
export interface AnnotationQuery {
  readonly name?: string;
  readonly enable?: boolean;
  readonly expr?: string;
  readonly step?: string;
  /** Whether a value is the time of what is marked, in milliseconds since 1970. */
  readonly useValueForTime?: boolean;
  readonly iconColor?: string;
  readonly titleFormat?: string;
  readonly textFormat?: string;
  readonly datasource?: DataSourceRef;
}

/** What a reader may narrow a dashboard to. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  /** 0: shown with its label, 1: without, 2: not at all. */
  readonly hide?: number;
  readonly query?: string | { readonly query?: string };
  readonly regex?: string;
  readonly sort?: number;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string | null;
  readonly current?: { readonly text?: unknown; readonly value?: unknown };
  readonly datasource?: DataSourceRef;
}

/** A reference to a data source; older files have only its name. */
export type DataSourceRef = { readonly type?: string; readonly uid?: string } | string | null;

/** A query of a panel. */
export interface Target {
  readonly refId?: string;
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly hide?: boolean;
  readonly format?: string;
  readonly interval?: string;
  readonly datasource?: DataSourceRef;
}

/** Where a panel lies on the grid of 24 columns. */
export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A panel, or a row of them. */
export interface Panel {
  readonly id?: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos?: GridPos;
  readonly datasource?: DataSourceRef;
  readonly targets?: readonly Target[];
  readonly transformations?: DataTransformerConfig[];
  readonly fieldConfig?: FieldConfigSource;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly links?: readonly (DashboardLink & Partial<DataLink>)[];
  readonly interval?: string | null;
  readonly maxDataPoints?: number | null;
  readonly transparent?: boolean;
  readonly repeat?: string;
  readonly repeatDirection?: "h" | "v";
  readonly maxPerRow?: number;
  /** Of a row alone. */
  readonly collapsed?: boolean;
  readonly panels?: readonly Panel[];
}
