import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDuration, seconds, type Duration } from "@monitoring/collection";
import { checkConfig, type Config } from "@monitoring/stacks";
import { withSections } from "@monitoring/stacks/production";
import { ownRange, panelQueries, type PanelQuery } from "../bench/panel-queries.ts";
import { bound, queryReport, tooSlow } from "../bench/query-report.ts";
import { queryTimes } from "../bench/query-times.ts";
import { prepare } from "../prepare.ts";
import { repository } from "../repository.ts";
import { processors } from "../this-machine.ts";
import { UserError } from "../user-error.ts";

const series = 100_000;
const days = 30;
// A day back at most on every dashboard; a week and a month on those that open with a week.
const everywhere: readonly Duration[] = ["1h", "6h", "1d"];
const lookingBack: readonly Duration[] = ["7d", "30d"];

const writes = "npm run bench-queries -- --write";
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * Measures how long Prometheus takes for the queries of the dashboards, on a month of many stacks' samples. `--write` keeps
 * the result in docs/grafana.md. It fails where one takes too long; no test runs it, as that depends on the machine.
 */
export async function run(args: readonly string[]): Promise<number> {
  const { ranges, write } = options(args);
  const { tools } = await prepare({ yes: false });
  const { config } = checkConfig({});
  const queries =
    ranges === undefined ? usual(config) : ranges.flatMap((range) => panelQueries(config, range));
  const { month, times } = await queryTimes(tools.prometheus, config, { series, days, queries }, say);
  const report = queryReport(times);
  say(`\n${report}`);
  if (write) {
    const path = join(repository, "docs/grafana.md");
    const text = `${month}; on ${processors()}:\n\n${report}`;
    writeFileSync(path, withSections(readFileSync(path, "utf8"), { "query-times": text }, writes));
  }
  const slow = tooSlow(times);
  if (slow.length > 0) say(`\n${slow.length} of ${times.length} queries take longer than ${bound} ms`);
  return slow.length > 0 ? 1 : 0;
}

function options(args: readonly string[]): {
  readonly ranges: readonly Duration[] | undefined;
  readonly write: boolean;
} {
  const ranges = args.filter(isDuration);
  const write = args.includes("--write");
  const wrong = args.filter((arg) => arg !== "--write" && !isDuration(arg));
  if (wrong.length > 0) {
    throw new UserError(
      `bench-queries takes --write, or time ranges like 6h or 7d, for every dashboard, and not ${wrong.join(" ")}`,
    );
  }
  if (write && ranges.length > 0) {
    throw new UserError(
      `bench-queries --write measures the page's own time ranges, and not ${ranges.join(" ")}`,
    );
  }
  return { ranges: ranges.length > 0 ? ranges : undefined, write };
}

function usual(config: Config): readonly PanelQuery[] {
  const back = lookingBack.flatMap((range) =>
    panelQueries(config, range).filter(
      ({ dashboard }) => seconds(ownRange(config, dashboard)) > seconds("1d"),
    ),
  );
  return [...everywhere.flatMap((range) => panelQueries(config, range)), ...back];
}
