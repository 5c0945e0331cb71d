import { compileTime } from "../bench/compile-time.ts";
import { ruleEvaluation } from "../bench/rule-evaluation.ts";
import { prepare } from "../prepare.ts";

const services = [1, 100, 1000] as const;
const series = 100_000;
const seconds = 120;

/** Measures how long the rules take: to compile, by watched services, and to evaluate, by group. */
export async function run(): Promise<number> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say("| watched services | seconds to compile every file: min / median / max |\n| --- | --- |");
  for (const count of services) {
    const { min, median, max } = compileTime(count);
    say(`| ${count} | ${[min, median, max].map((value) => value.toFixed(3)).join(" / ")} |`);
  }
  const { tools } = await prepare({ yes: false });
  say(`\nevaluating every rule on ${series.toLocaleString("en")} series for ${seconds} s`);
  const { groups, series: real } = await ruleEvaluation(tools.prometheus, series, seconds);
  say(
    `\n| rule group | interval in s | slowest evaluation in ms on ${real.toLocaleString("en")} series | share of the interval |`,
  );
  say("| --- | --- | --- | --- |");
  for (const { group, interval, slowest } of groups.toSorted((a, b) => b.slowest - a.slowest)) {
    say(
      `| ${group} | ${interval} | ${(slowest * 1000).toFixed(1)} | ${((slowest / interval) * 100).toFixed(1)} % |`,
    );
  }
  return 0;
}
