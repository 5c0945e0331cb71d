import { createHash } from "node:crypto";
import { isObject, mapTexts, objectIn, objectsOf, textIn, type JsonObject } from "../json-value.ts";
import { isKnownType, isPrometheusType } from "../lint/stack-sources.ts";
import { inlineElements } from "./inline-elements.ts";
import { readsPrometheus } from "./reads-prometheus.ts";

/** What a dashboard of somebody else is fitted to. */
export interface NormaliseOptions {
  /** Takes the place of every Prometheus data source. */
  readonly dataSource: { readonly type: string; readonly uid: string; readonly name?: string };
  /** The file's path in the clone; a dashboard without a uid gets one from it, so that its address stays. */
  readonly path: string;
}

/** A dashboard as it is deployed, and what could not be mended, as sentences without a subject. */
export interface NormalisedDashboard {
  readonly uid: string;
  readonly json: JsonObject;
  readonly warnings: readonly string[];
}

// What only makes sense on the Grafana that it was exported from, and what the import dialogue asks.
const dropped: ReadonlySet<string> = new Set([
  "id",
  "version",
  "iteration",
  "__inputs",
  "__requires",
  "__elements",
]);

/** Fits a dashboard as Grafana exports it to this stack; what says nothing about another Grafana is kept as it is. */
export function normaliseDashboard(dashboard: JsonObject, options: NormaliseOptions): NormalisedDashboard {
  const variables = sourceVariables(dashboard);
  const inputs = inputValues(dashboard, options.dataSource, variables);
  const { json: inlined, missing } = inlineElements(dashboard);
  const filled = mapTexts(inlined, (text) => fill(text, inputs)) as JsonObject;
  const others = new Set<string>();
  const replaced = Object.entries(filled)
    .filter(([key]) => !dropped.has(key))
    .map(
      ([key, value]) =>
        [key, replaceSources(value, { ours: options.dataSource, variables, others })] as const,
    );
  const uid = textIn(dashboard, "uid") ?? uidOf(options.path);
  return {
    uid,
    json: { ...Object.fromEntries(replaced), uid },
    warnings: [
      ...[...others].map((type) => `asks a data source of the type ${type}, which this stack does not have`),
      ...missing.map((name) => `shows the library panel "${name}", which is not in the file`),
    ],
  };
}

/** A uid that stays as long as the file stays where it is. */
function uidOf(path: string): string {
  return `custom-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;
}

/** Names of the variables by which a reader chooses a data source. */
function sourceVariables(dashboard: JsonObject): ReadonlySet<string> {
  const list = objectsOf(objectIn(dashboard, "templating")["list"]);
  return new Set(
    list.flatMap(([{ type, name }]) => (type === "datasource" && typeof name === "string" ? [name] : [])),
  );
}

/** What the import dialogue would fill in: our data source for each of Prometheus, constants as the file gives them. */
function inputValues(
  dashboard: JsonObject,
  { uid }: NormaliseOptions["dataSource"],
  variables: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  return new Map(
    objectsOf(dashboard["__inputs"]).flatMap(([input]) => {
      const { name, type, pluginId, value } = input;
      if (typeof name !== "string" || variables.has(name)) return [];
      if (type === "constant" && typeof value === "string") return [[name, value] as const];
      if (pluginId === "__expr__") return [[name, "__expr__"] as const];
      return typeof pluginId === "string" && isPrometheusType(pluginId) ? [[name, uid] as const] : [];
    }),
  );
}

function fill(text: string, inputs: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => inputs.get(name) ?? whole);
}

interface Replacing {
  readonly ours: NormaliseOptions["dataSource"];
  readonly variables: ReadonlySet<string>;
  /** Collects the types of data sources that are left as they are. */
  readonly others: Set<string>;
}

/** The same value with our data source in place of every one of Prometheus. */
function replaceSources(value: unknown, replacing: Replacing, around?: unknown): unknown {
  if (Array.isArray(value)) return value.map((member) => replaceSources(member, replacing, around));
  if (!isObject(value)) return value;
  const own = value["datasource"] ?? around;
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    key === "datasource" ? reference(member, value, replacing) : replaceSources(member, replacing, own),
  ]);
  const replaced = Object.fromEntries(entries) as JsonObject;
  if (isSourceVariable(value)) return chooseOurs(replaced, replacing.ours);
  // A query, or a variable's, that leaves its data source to the default.
  const asks = own === undefined && (textIn(value, "expr") !== undefined || value["type"] === "query");
  return asks && readsPrometheus(undefined, value)
    ? { ...replaced, datasource: plain(replacing.ours) }
    : replaced;
}

function reference(value: unknown, owner: JsonObject, { ours, variables, others }: Replacing): unknown {
  if (readsPrometheus(value, owner, variables)) return plain(ours);
  const type = isObject(value) ? textIn(value, "type") : undefined;
  if (type !== undefined && !isKnownType(type)) others.add(type);
  return value;
}

function plain({ type, uid }: NormaliseOptions["dataSource"]): JsonObject {
  return { type, uid };
}

function isSourceVariable({ type, query }: JsonObject): boolean {
  return type === "datasource" && typeof query === "string" && isPrometheusType(query);
}

/** A variable that chooses among data sources starts with ours; a filter by another Grafana's names would hide it. */
function chooseOurs(variable: JsonObject, { type, uid, name }: NormaliseOptions["dataSource"]): JsonObject {
  return { ...variable, query: type, regex: "", current: { text: name ?? uid, value: uid }, options: [] };
}
