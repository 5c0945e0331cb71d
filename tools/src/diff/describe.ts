import { toYaml } from "@monitoring/collection";
import { isObject, type JsonObject } from "@monitoring/visualization";
import { factsFile } from "@monitoring/stacks/facts";
import { parse } from "yaml";
import type { Description, Files } from "./description.ts";
import { readDashboards } from "./read/dashboards.ts";
import { readFacts } from "./read/facts.ts";
import { noRouting, readRouting, restOfRouting } from "./read/routing.ts";
import { readAlerts, readRecordings } from "./read/rules.ts";
import { readJobs, restOfPrometheus } from "./read/scrapes.ts";

/** A file, and what is in it. */
export interface ParsedFile {
  readonly path: string;
  readonly content: JsonObject;
}

/** What a stack's compiled files say. Files are known by their form, wherever they lie. */
export function describe(stack: string, files: Files): Description {
  const parsed = Object.entries(files).flatMap(([path, text]): ParsedFile[] => {
    const content = contentOf(path, text);
    return isObject(content) ? [{ path, content }] : [];
  });
  const of = (kind: FileKind): readonly ParsedFile[] => parsed.filter((file) => kindOf(file) === kind);
  const routing = of("routing").map(inner);
  const known = new Set(parsed.filter((file) => kindOf(file) !== undefined).map(({ path }) => path));
  const others = Object.entries(files).filter(([path]) => !known.has(path));
  return {
    stack,
    alerts: readAlerts(of("rules")),
    recordings: readRecordings(of("rules")),
    routing: routing[0] === undefined ? noRouting : readRouting(routing[0].content),
    jobs: readJobs(of("prometheus")),
    dashboards: readDashboards(of("dashboard")),
    facts: readFacts(parsed.find(({ path }) => path === factsFile)?.content),
    rest: {
      ...Object.fromEntries(
        of("prometheus").map((file) => [file.path, toYaml(restOfPrometheus(file.content))]),
      ),
      ...Object.fromEntries(
        of("routing").map((file) => [file.path, toYaml(restOfRouting(inner(file).content))]),
      ),
      ...Object.fromEntries(others),
    },
  };
}

type FileKind = "rules" | "prometheus" | "routing" | "dashboard" | "facts";

function kindOf({ path, content }: ParsedFile): FileKind | undefined {
  if (path === factsFile) return "facts";
  if (Array.isArray(content["panels"])) return "dashboard";
  if (Array.isArray(content["groups"])) return "rules";
  if (Array.isArray(content["scrape_configs"])) return "prometheus";
  return isObject(content["route"]) || "alertmanager_config" in content ? "routing" : undefined;
}

/** AMP's definition holds Alertmanager's configuration as a text. */
function inner(file: ParsedFile): ParsedFile {
  const text = file.content["alertmanager_config"];
  if (typeof text !== "string") return file;
  const { alertmanager_config: _, ...others } = file.content;
  const content = contentOf("alertmanager.yml", text);
  return { ...file, content: { ...others, ...(isObject(content) && content) } };
}

function contentOf(path: string, text: string): unknown {
  try {
    if (/\.json$/i.test(path)) return JSON.parse(text) as unknown;
    return /\.ya?ml$/i.test(path) ? (parse(text, { merge: true }) as unknown) : undefined;
  } catch {
    // What is neither is compared as a text.
    return undefined;
  }
}
