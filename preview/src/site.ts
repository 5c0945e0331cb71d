/** A dashboard in the list of all. */
export interface ListedDashboard {
  readonly uid: string;
  readonly title: string;
  /** Title of the folder that it is found in. */
  readonly folder: string;
  /** The question that it answers. */
  readonly description: string;
  readonly tags: readonly string[];
  /** Where its JSON is, beside the list. */
  readonly file: string;
}

/** What the preview's page knows about the stack, beside the dashboards themselves. */
export interface Site {
  readonly dashboards: readonly ListedDashboard[];
  /** Every how many seconds Prometheus asks its targets, e.g. `15s`. */
  readonly scrapeInterval: string;
  /** Where a person opens Prometheus and Alertmanager; absent where they are not published. */
  readonly prometheusUrl?: string;
  readonly alertmanagerUrl?: string;
}
