import type { PromqlNode } from "@monitoring/collection";

/** What the value of a PromQL expression counts, as far as the names of its metrics tell. */
export type Quantity =
  | "seconds"
  | "milliseconds"
  | "bytes"
  | "count"
  | "share"
  | "percent"
  | "quotient"
  | "per second"
  | "bytes per second"
  | "seconds per second"
  | "number";

const suffixes: readonly (readonly [RegExp, Quantity | undefined])[] = [
  [/_timestamp(?:_seconds)?$/, undefined],
  [/_(?:seconds|duration)$/, "seconds"],
  [/_(?:milliseconds|ms)$/, "milliseconds"],
  [/_(?:bytes|octets)$/, "bytes"],
  [/_ratio$/, "share"],
  [/_percent$/, "percent"],
];

const rates: ReadonlySet<string> = new Set(["Rate", "Irate", "Deriv"]);
// Their value is of the kind of what they are given.
const keeping: ReadonlySet<string> = new Set([
  ...["Increase", "Delta", "Idelta", "Abs", "Ceil", "Floor", "Round", "Clamp", "ClampMax", "ClampMin"],
  ...["AvgOverTime", "MaxOverTime", "MinOverTime", "LastOverTime", "QuantileOverTime", "SumOverTime"],
  ...["Sort", "SortDesc", "LabelReplace", "LabelJoin", "PredictLinear", "HistogramQuantile", "Scalar"],
]);

/** Derives what an expression counts; undefined where that cannot be told. */
export function quantityOf(node: PromqlNode | null, text: string): Quantity | undefined {
  if (node === null) return undefined;
  switch (node.name) {
    case "PromQL":
    case "ParenExpr":
    case "UnaryExpr":
    case "MatrixSelector":
    case "SubqueryExpr":
    case "OffsetExpr":
    case "StepInvariantExpr":
      return quantityOf(operand(node), text);
    case "NumberDurationLiteral":
      return "number";
    case "VectorSelector": {
      const name = node.getChild("Identifier");
      return name ? ofMetric(text.slice(name.from, name.to)) : undefined;
    }
    case "AggregateExpr":
      return ofAggregation(node, text);
    case "FunctionCall":
      return ofCall(node, text);
    case "BinaryExpr":
      return ofBinary(node, text);
    default:
      return undefined;
  }
}

function operand(node: PromqlNode): PromqlNode | null {
  return node.firstChild?.name === "UnaryOp" ? node.lastChild : node.firstChild;
}

/** The quantity in a metric's name; a recording's name says it in its second part, what was done to it in its third. */
function ofMetric(name: string): Quantity | undefined {
  const [level, metric, operations] = name.split(":");
  if (level !== undefined && metric !== undefined && operations !== undefined) {
    if (operations.includes("ratio")) return "share";
    return /^i?rate/.test(operations) ? perSecond(ofMetric(metric) ?? "count") : ofMetric(metric);
  }
  if (/_(?:count|bucket)$/.test(name)) return "count";
  const suffix = suffixOf(name.replace(/_(?:total|sum)$/, ""));
  if (suffix) return suffix[1];
  return name.endsWith("_total") ? "count" : undefined;
}

/** What a histogram observes. */
function ofObservations(series: string): Quantity | undefined {
  const [, metric] = series.split(":");
  return suffixOf((metric ?? series).replace(/_bucket$/, ""))?.[1];
}

function suffixOf(name: string): (typeof suffixes)[number] | undefined {
  return suffixes.find(([pattern]) => pattern.test(name));
}

function ofAggregation(node: PromqlNode, text: string): Quantity | undefined {
  const operator = node.getChild("AggregateOp")?.firstChild?.name ?? "";
  if (operator === "Count" || operator === "CountValues" || operator === "Group") return "number";
  if (operator === "Stdvar") return undefined;
  return quantityOf(argument(node), text);
}

function ofCall(node: PromqlNode, text: string): Quantity | undefined {
  const name = node.getChild("FunctionIdentifier")?.firstChild?.name ?? "";
  if (rates.has(name)) return perSecond(quantityOf(argument(node), text));
  if (name === "HistogramQuantile") {
    // A quantile of how often something took how long is how long.
    const series = firstSelector(node, text);
    return series === undefined ? undefined : ofObservations(series);
  }
  if (name === "CountOverTime" || name === "Vector") return "number";
  return keeping.has(name) ? quantityOf(argument(node), text) : undefined;
}

/** The first argument that is no plain number, of a function or an aggregation. */
function argument(node: PromqlNode): PromqlNode | null {
  const body = node.getChild("FunctionCallBody");
  for (let child = body?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (child.name !== "NumberDurationLiteral" && child.name !== "StringLiteral") return child;
  }
  return null;
}

function firstSelector(node: PromqlNode, text: string): string | undefined {
  let found: string | undefined;
  node.cursor().iterate(({ name, from, to, node: { parent } }) => {
    if (name === "Identifier" && parent?.name === "VectorSelector") found ??= text.slice(from, to);
  });
  return found;
}

function ofBinary(node: PromqlNode, text: string): Quantity | undefined {
  const left = quantityOf(node.firstChild, text);
  const right = quantityOf(node.lastChild, text);
  const operator = node.firstChild?.nextSibling?.name ?? "";
  switch (operator) {
    case "Div":
      return divided(left, right);
    case "Mul": {
      const hundred = [node.firstChild, node.lastChild].some(
        (side) => side?.name === "NumberDurationLiteral" && Number(text.slice(side.from, side.to)) === 100,
      );
      const other = left === "number" ? right : left;
      return hundred && (other === "share" || other === "quotient") ? "percent" : undefined;
    }
    case "Add":
    case "Sub":
      if (left === "number") return right;
      return right === "number" || right === left ? left : undefined;
    case "And":
    case "Or":
    case "Unless":
      return left;
    case "Eql":
    case "EqlSingle":
    case "Neq":
    case "Gtr":
    case "Gte":
    case "Lss":
    case "Lte":
      return node.getChild("BoolModifier") ? "number" : left;
    default:
      return undefined;
  }
}

function divided(left: Quantity | undefined, right: Quantity | undefined): Quantity | undefined {
  if (left === undefined || right === undefined || right === "number") return undefined;
  if (left === right) return "quotient";
  if (left === "seconds per second" && right === "per second") return "seconds";
  if (left === "bytes per second" && right === "per second") return "bytes";
  if (left === "seconds" && right === "count") return "seconds";
  if (left === "bytes" && right === "count") return "bytes";
  return undefined;
}

function perSecond(quantity: Quantity | undefined): Quantity | undefined {
  if (quantity === "count" || quantity === "number") return "per second";
  if (quantity === "bytes") return "bytes per second";
  return quantity === "seconds" ? "seconds per second" : undefined;
}
