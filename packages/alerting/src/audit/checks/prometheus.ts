import { durationSeconds, formatSeconds } from "../duration.ts";
import type { Found } from "../finding.ts";
import { entriesAt, get, listAt, scalarAt, scalarsAt, textAt, type Item } from "../item.ts";
import { authenticationMistakes, relabelingMistakes } from "./http-and-relabeling.ts";
import { isAmp, remoteMistakes, sigv4Mistakes } from "./remote-write.ts";
import { addressMistake } from "./address.ts";
import { repeated } from "./rules.ts";
import type { FileCheck } from "./subject.ts";

const lookback = 300;

/** Checks of prometheus.yml, of files of scrape configurations and of files of targets. */
export const prometheusChecks: readonly FileCheck[] = [
  {
    id: "target",
    severity: "error",
    what: "a target that is no host:port",
    find: ({ file, root }) => [
      ...jobsOf(root).flatMap((job) =>
        isRelabeled(job) ? relabeledAddresses(job) : listAt(job, "static_configs").flatMap(badTargets),
      ),
      ...(file.kind === "targets" && root.type === "list" ? root.items.flatMap(badTargets) : []),
    ],
  },
  {
    id: "alertmanager-target",
    severity: "error",
    what: "an Alertmanager that is no host:port",
    find: ({ root }) =>
      alertmanagersOf(root).flatMap((one) => listAt(one, "static_configs").flatMap(badTargets)),
  },
  {
    id: "empty-targets",
    severity: "error",
    what: "a job without targets",
    find: ({ file, root }) => [
      ...jobsOf(root).flatMap((job) => emptyDiscovery(job, `job "${textAt(job, "job_name") ?? ""}"`)),
      ...(file.kind === "targets" && root.type === "list"
        ? root.items.flatMap((item) => emptyTargets(item, "the file"))
        : []),
    ],
  },
  {
    id: "duplicate-job",
    severity: "error",
    what: "two jobs of one name",
    find: ({ root }) =>
      repeated(
        jobsOf(root).flatMap((job) => scalarAt(job, "job_name") ?? []),
        ({ text }) => text,
      ).map(([again, first]) => ({
        line: again.line,
        reason: `there is a job "${again.text}" already, in line ${first.line}`,
        remedy: "give it another name, or add its targets to the first",
      })),
  },
  {
    id: "duplicate-target",
    severity: "warning",
    what: "a target that a job scrapes twice",
    find: ({ root }) =>
      jobsOf(root).flatMap((job) =>
        repeated(
          listAt(job, "static_configs").flatMap((config) =>
            scalarsAt(config, "targets").map((target) => ({
              target,
              labels: JSON.stringify(
                entriesAt(config, "labels").map(({ key, value }) => [
                  key,
                  value.type === "scalar" ? value.text : "",
                ]),
              ),
            })),
          ),
          ({ target, labels }) => `${target.text} ${labels}`,
        ).map(([{ target }]) => ({
          line: target.line,
          reason: `"${target.text}" is a target of this job already`,
          remedy: "remove it",
        })),
      ),
  },
  {
    id: "interval",
    severity: "error",
    what: "an interval of 0, one above the 5m that Prometheus looks back, or a timeout above its interval",
    find: ({ root }) => intervalMistakes(root),
  },
  {
    id: "honor-labels",
    severity: "error",
    what: "honor_labels for a job that is neither a push gateway nor a federation: its target may pose as any other",
    find: ({ root }) =>
      jobsOf(root).flatMap((job) => {
        const honor = scalarAt(job, "honor_labels");
        if (honor?.value !== true) return [];
        const name = textAt(job, "job_name") ?? "";
        if (/push|federat/i.test(name) || textAt(job, "metrics_path") === "/federate") return [];
        return [
          {
            line: honor.line,
            reason: `with honor_labels a target of "${name}" can expose up{job="another"}`,
            remedy: "remove it; only a push gateway or /federate needs it",
          },
        ];
      }),
  },
  {
    id: "remote-write",
    severity: "error",
    what: "a remote write to AMP without signature or region, or to no workspace",
    find: ({ root }) => listAt(root, "remote_write").flatMap(remoteMistakes),
  },
  {
    id: "sigv4",
    severity: "error",
    what: "request signing without a region, or with half a key",
    find: ({ root }) =>
      [...listAt(root, "remote_write"), ...alertmanagersOf(root)].flatMap((one) =>
        sigv4Mistakes(get(one, "sigv4")),
      ),
  },
  {
    id: "amp-throttling",
    severity: "warning",
    what: "a remote write to AMP that drops samples when AMP throttles it",
    find: ({ root }) =>
      listAt(root, "remote_write").flatMap((one) => {
        const url = scalarAt(one, "url");
        const retry = scalarAt(get(one, "queue_config"), "retry_on_http_429");
        return url && isAmp(url.text) && retry?.value !== true
          ? [
              {
                line: url.line,
                reason: "AMP answers 429 when it throttles, and then samples are dropped",
                remedy: "set queue_config: { retry_on_http_429: true }",
              },
            ]
          : [];
      }),
  },
  {
    id: "authentication",
    severity: "error",
    what: "two ways to authenticate at once, or one secret twice",
    find: ({ root }) =>
      [
        ...jobsOf(root),
        ...listAt(root, "remote_write"),
        ...listAt(root, "remote_read"),
        ...alertmanagersOf(root),
      ].flatMap(authenticationMistakes),
  },
  {
    id: "relabeling",
    severity: "error",
    what: "a relabeling rule whose action is unknown or lacks what it needs",
    find: ({ root }) =>
      [
        ...jobsOf(root).flatMap((job) => [
          ...listAt(job, "relabel_configs"),
          ...listAt(job, "metric_relabel_configs"),
        ]),
        ...listAt(root, "remote_write").flatMap((one) => listAt(one, "write_relabel_configs")),
        ...listAt(get(root, "alerting"), "alert_relabel_configs"),
        ...alertmanagersOf(root).flatMap((one) => [
          ...listAt(one, "relabel_configs"),
          ...listAt(one, "alert_relabel_configs"),
        ]),
      ].flatMap(relabelingMistakes),
  },
  {
    id: "label-name",
    severity: "error",
    what: "a label that Prometheus does not take",
    find: ({ file, root }) =>
      [
        ...entriesAt(get(root, "global"), "external_labels"),
        ...jobsOf(root).flatMap((job) =>
          listAt(job, "static_configs").flatMap((config) => entriesAt(config, "labels")),
        ),
        ...(file.kind === "targets" && root.type === "list"
          ? root.items.flatMap((item) => entriesAt(item, "labels"))
          : []),
      ]
        .filter(({ key }) => !/^[a-zA-Z_][a-zA-Z0-9_.]*$/.test(key))
        .map(({ key, line }) => ({
          line,
          reason: `"${key}" is no name of a label`,
          remedy: "write letters, digits and _",
        })),
  },
  {
    id: "scheme",
    severity: "error",
    what: "a scheme other than http and https, or a path that does not begin with /",
    find: ({ root }) =>
      [...jobsOf(root), ...alertmanagersOf(root)].flatMap((one) => {
        const found: Found[] = [];
        const scheme = scalarAt(one, "scheme");
        if (scheme && !["http", "https"].includes(scheme.text)) {
          found.push({
            line: scheme.line,
            reason: `"${scheme.text}" is no scheme to scrape with`,
            remedy: "write http or https",
          });
        }
        const path = scalarAt(one, "metrics_path");
        if (path && !path.text.startsWith("/")) {
          found.push({
            line: path.line,
            reason: `the path "${path.text}" does not begin with /`,
            remedy: `write /${path.text}`,
          });
        }
        return found;
      }),
  },
  {
    id: "no-alertmanager",
    severity: "warning",
    what: "rules without an Alertmanager: alerts reach nobody",
    find: ({ file, root }) => {
      const rules = get(root, "rule_files");
      return file.kind === "prometheus" &&
        rules?.type === "list" &&
        rules.items.length > 0 &&
        !alertmanagersOf(root).some(hasTargets)
        ? [
            {
              line: rules.line,
              reason: "there are rules, but no Alertmanager: their alerts reach nobody",
              remedy: "add alerting.alertmanagers",
            },
          ]
        : [];
    },
  },
];

function jobsOf(root: Item): readonly Item[] {
  return listAt(root, "scrape_configs");
}

function alertmanagersOf(root: Item): readonly Item[] {
  return listAt(get(root, "alerting"), "alertmanagers");
}

function hasTargets(one: Item): boolean {
  return emptyDiscovery(one, "").length === 0;
}

/** Whether relabeling makes the address: then what stands in `targets` may be anything, such as a URL to probe. */
function isRelabeled(job: Item): boolean {
  return listAt(job, "relabel_configs").some((rule) => textAt(rule, "target_label") === "__address__");
}

function relabeledAddresses(job: Item): readonly Found[] {
  return listAt(job, "relabel_configs").flatMap((rule) => {
    const replacement = scalarAt(rule, "replacement");
    if (textAt(rule, "target_label") !== "__address__" || !replacement || /[$]/.test(replacement.text))
      return [];
    const mistake = addressMistake(replacement.text);
    return mistake ? [{ line: replacement.line, ...mistake }] : [];
  });
}

function badTargets(config: Item): readonly Found[] {
  return scalarsAt(config, "targets").flatMap((target) => {
    // A placeholder is told of as such.
    if (/\$\{|CHANGE_?ME/i.test(target.text)) return [];
    const mistake = addressMistake(target.text);
    return mistake ? [{ line: target.line, ...mistake }] : [];
  });
}

function emptyDiscovery(one: Item, who: string): readonly Found[] {
  if (one.type !== "map") return [];
  const ways = one.entries.filter(({ key }) => key.endsWith("_sd_configs") || key === "static_configs");
  const used = ways.filter(({ value }) => value.type !== "list" || value.items.length > 0);
  if (used.length === 0) {
    return [
      {
        line: ways[0]?.line ?? one.line,
        reason: `${who} has no targets: nothing is asked`,
        remedy: "add static_configs with targets, or a way to discover them",
      },
    ];
  }
  return listAt(one, "static_configs").flatMap((config) => emptyTargets(config, who));
}

function emptyTargets(config: Item, who: string): readonly Found[] {
  const targets = get(config, "targets");
  return targets?.type === "list" && targets.items.length > 0
    ? []
    : [
        {
          line: targets?.line ?? config.line,
          reason: `${who} has an empty list of targets: nothing is asked`,
          remedy: "add a target, or remove it",
        },
      ];
}

function intervalMistakes(root: Item): readonly Found[] {
  const found: Found[] = [];
  const global = get(root, "global");
  const secondsAt = (item: Item | undefined, key: string): number | undefined =>
    durationSeconds(textAt(item, key) ?? "");
  const fallback = secondsAt(global, "scrape_interval") ?? 60;
  for (const key of ["scrape_interval", "evaluation_interval", "scrape_timeout"]) {
    for (const item of [global, ...jobsOf(root)]) {
      const value = scalarAt(item, key);
      if (value && durationSeconds(value.text) === 0) {
        found.push({
          line: value.line,
          reason: `"${key}" is 0, which is replaced by a default without a word`,
          remedy: "write how long, or remove the line",
        });
      }
    }
  }
  for (const item of [global, ...jobsOf(root)]) {
    const interval = scalarAt(item, "scrape_interval");
    const seconds = secondsAt(item, "scrape_interval");
    if (interval && seconds !== undefined && seconds > lookback) {
      found.push({
        line: interval.line,
        reason: `scraped every ${formatSeconds(seconds)}, but Prometheus looks back 5m only: between two scrapes there is nothing`,
        remedy: "write 5m or less; 2m leaves room for a lost scrape",
      });
    }
    const timeout = scalarAt(item, "scrape_timeout");
    const limit = seconds ?? fallback;
    const wait = secondsAt(item, "scrape_timeout");
    if (timeout && wait !== undefined && wait > limit) {
      found.push({
        line: timeout.line,
        reason: `the timeout ${timeout.text} is longer than the interval ${formatSeconds(limit)}`,
        remedy: `write ${formatSeconds(limit)} or less`,
      });
    }
  }
  return found;
}
