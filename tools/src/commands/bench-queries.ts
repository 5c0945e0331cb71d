import { isDuration, seconds, type Duration } from "@monitoring/collection";
import { checkConfig } from "@monitoring/stacks";
import { ownRange, panelQueries } from "../bench/panel-queries.ts";
import { queryTimes, type QueryTime } from "../bench/query-times.ts";
import { prepare } from "../prepare.ts";
import { UserError } from "../user-error.ts";

const series = 100_000;
const days = 30;
const bound = 200;
// A day back at most on every dashboard; a week and a month on those that open with a week.
const everywhere: readonly Duration[] = ["1h", "6h", "1d"];
const lookingBack: readonly Duration[] = ["7d", "30d"];

/** Measures how long Prometheus takes for the queries of the dashboards, on a month of many stacks' samples. */
export async function run(args: readonly string[]): Promise<number> {
  const asked = args.filter(isDuration);
  if (asked.length < args.length) {
    throw new UserError(
      `bench-queries takes time ranges like 6h or 7d, for every dashboard, and not ${args.join(" ")}`,
    );
  }
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const { tools } = await prepare({ yes: false });
  const { config } = checkConfig({});
  const queries =
    asked.length > 0
      ? asked.flatMap((range) => panelQueries(config, range))
      : [
          ...everywhere.flatMap((range) => panelQueries(config, range)),
          ...lookingBack.flatMap((range) =>
            panelQueries(config, range).filter(
              ({ dashboard }) => seconds(ownRange(config, dashboard)) > seconds("1d"),
            ),
          ),
        ];
  const times = await queryTimes(tools.prometheus, config, { series, days, queries }, say);
  say("\n| range | queries | median in ms | slowest in ms | of processor time | over 200 ms |");
  say("| --- | --- | --- | --- | --- | --- |");
  for (const [range, ofRange] of Map.groupBy(times, (time) => time.range)) {
    const sorted = ofRange.toSorted((a, b) => a.ms - b.ms);
    const median = sorted[Math.floor(sorted.length / 2)]?.ms ?? 0;
    const [slowest, busiest] = [sorted.at(-1)?.ms ?? 0, Math.max(...sorted.map((time) => time.processorMs))];
    const over = sorted.filter(({ ms }) => ms > bound).length;
    say(
      `| ${range} | ${sorted.length} | ${shown(median)} | ${shown(slowest)} | ${shown(busiest)} | ${over} |`,
    );
  }
  say("\n| the ten slowest: ms | of processor time | range | step | series | dashboard: panel |");
  say("| --- | --- | --- | --- | --- | --- |");
  for (const time of times.toSorted((a, b) => b.ms - a.ms).slice(0, 10)) say(row(time));
  return 0;
}

function row({ ms, processorMs, range, step, series, dashboard, panel }: QueryTime): string {
  const every = step === undefined ? "at once" : `${step} s`;
  return `| ${shown(ms)} | ${shown(processorMs)} | ${range} | ${every} | ${series} | ${dashboard}: ${panel} |`;
}

function shown(milliseconds: number): string {
  return milliseconds.toFixed(0);
}
