import { seconds, type Duration } from "@monitoring/collection";
import { workspaceLimits } from "@monitoring/remote-storage";
import type { Contradiction } from "./contradictions.ts";
import { keyProblem } from "./problem.ts";
import type { Config } from "./schema.ts";

/** What contradicts itself in `aws`, `workspace` and the ARNs, or what AWS would refuse. */
export function awsContradictions(config: Config): Contradiction[] {
  return [...elsewhere(config), ...tooLong(config), ...labelSets(config), ...metricNames(config)];
}

/** Names of AWS's with an account and a region in them, by key. */
function arns({ amp, workspace }: Config): readonly (readonly [key: string, arn: string | undefined])[] {
  return [
    ["amp.pagerduty.secretArn", amp.pagerduty?.secretArn],
    ["workspace.kmsKeyArn", workspace.kmsKeyArn],
  ];
}

/** AMP reads keys and secrets of its own region alone, and secrets of its own account. */
function elsewhere(config: Config): Contradiction[] {
  return arns(config).flatMap(([key, arn]) => {
    if (arn === undefined) return [];
    const [, , , region, account] = arn.split(":");
    return (
      [
        ["region", region],
        ["account", account],
      ] as const
    ).flatMap(([part, value]) => {
      const wanted = config.aws[part];
      if (wanted === undefined || wanted === value) return [];
      const rest = `is in the ${part} ${value ?? ""}, but monitoring:aws.${part} is ${wanted}; give one of there, or change ${part}`;
      return [{ ...keyProblem(key, rest), about: [key, `aws.${part}`] }];
    });
  });
}

function tooLong({ workspace }: Config): Contradiction[] {
  const wrong = (key: "retention" | "outOfOrderWindow" | "ruleQueryOffset", must: string): Contradiction => ({
    ...keyProblem(`workspace.${key}`, `is "${workspace[key]}"; it must be ${must}`),
    about: [`workspace.${key}`],
  });
  const over = (length: Duration, most: Duration): boolean => seconds(length) > seconds(most);
  const { retention, outOfOrderWindow, ruleQueryOffset } = workspace;
  const days = seconds(retention) / seconds("1d");
  return [
    ...(!Number.isInteger(days) || over(retention, workspaceLimits.retention)
      ? [wrong("retention", `whole days, at most ${workspaceLimits.retention}, e.g. 150d`)]
      : []),
    ...(over(outOfOrderWindow, workspaceLimits.outOfOrderWindow)
      ? [
          wrong(
            "outOfOrderWindow",
            `at most ${workspaceLimits.outOfOrderWindow}, which is all that AMP takes`,
          ),
        ]
      : []),
    ...(over(ruleQueryOffset, workspaceLimits.ruleQueryOffset)
      ? [wrong("ruleQueryOffset", `at most ${workspaceLimits.ruleQueryOffset}; every alert is as much later`)]
      : []),
  ];
}

/** A limit may be about one metric, whose name AMP checks. */
function metricNames({ workspace: { seriesLimits } }: Config): Contradiction[] {
  return seriesLimits.flatMap(({ labels }, i) => {
    const name = labels["__name__"];
    if (name === undefined || /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) return [];
    const rest =
      `is ${JSON.stringify(name)}; it must be a metric's name: letters, digits, _ and : ` +
      '(AWS: "__name__ label value must satisfy regular expression pattern [a-zA-Z_:][a-zA-Z0-9_:]*")';
    return [
      {
        ...keyProblem(`workspace.seriesLimits.${i}.labels.__name__`, rest),
        about: ["workspace.seriesLimits"],
      },
    ];
  });
}

function labelSets({ workspace: { seriesLimits } }: Config): Contradiction[] {
  const seen = new Map<string, number>();
  const twice = seriesLimits.flatMap(({ labels }, i) => {
    const set = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const first = seen.get(set);
    seen.set(set, first ?? i);
    if (first === undefined) return [];
    const rest = `is that of seriesLimits.${first}, too; AMP takes one limit for each set of labels: remove one of them`;
    return [
      {
        ...keyProblem(`workspace.seriesLimits.${i}.labels`, rest),
        about: ["workspace.seriesLimits"],
      },
    ];
  });
  // One is taken by seriesLimit, the limit of whatever no other is about.
  const most = workspaceLimits.labelSets - 1;
  if (seriesLimits.length <= most) return twice;
  const rest = `has ${seriesLimits.length} rows; it must be at most ${most}`;
  return [...twice, { ...keyProblem("workspace.seriesLimits", rest), about: ["workspace.seriesLimits"] }];
}
