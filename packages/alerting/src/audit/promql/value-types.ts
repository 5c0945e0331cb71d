import { nearest } from "@monitoring/collection";
import type { Complaint } from "./complaint.ts";
import { functions, parameters, type ValueType } from "./functions.ts";
import { comparisons, parts, setOperators, type BinaryExpr, type Expr } from "./query.ts";

/** The type of an expression's value; wrong parts count as what they were meant to be. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case "number":
      return "scalar";
    case "text":
      return "string";
    case "selector":
    case "aggregate":
      return "vector";
    case "range":
    case "subquery":
      return "matrix";
    case "call":
      return functions.get(expr.name)?.gives ?? "vector";
    case "wrapped":
      return typeOf(expr.of);
    case "binary":
      return typeOf(expr.left) === "scalar" && typeOf(expr.right) === "scalar" ? "scalar" : "vector";
  }
}

const nouns: Readonly<Record<ValueType, string>> = {
  scalar: "a number",
  vector: "an instant vector",
  matrix: "a range of samples",
  string: "a text",
};

/** Every place where Prometheus would refuse an expression for its types. */
export function typeComplaints(expr: Expr): readonly Complaint[] {
  return [...own(expr), ...parts(expr).flatMap(typeComplaints)];
}

function own(expr: Expr): readonly Complaint[] {
  switch (expr.kind) {
    case "call":
      return callComplaints(expr);
    case "aggregate":
      return aggregateComplaints(expr);
    case "binary":
      return binaryComplaints(expr);
    case "range":
      return expr.of.kind === "selector"
        ? []
        : [complaint(expr.from, "a range in brackets can only follow a selector", "write a subquery: [5m:]")];
    case "subquery":
      return wants(expr.of, "vector", "a subquery");
    case "selector":
      return selectorComplaints(expr);
    case "wrapped":
      return expr.by === "time" || ["scalar", "vector"].includes(typeOf(expr.of))
        ? []
        : [complaint(expr.from, `a sign stands before ${nouns[typeOf(expr.of)]}`, "remove the sign")];
    case "number":
    case "text":
      return [];
  }
}

function wants(arg: Expr, type: ValueType, who: string): readonly Complaint[] {
  const found = typeOf(arg);
  if (found === type) return [];
  const remedy =
    type === "matrix"
      ? "put a range behind it, such as [5m]"
      : found === "matrix"
        ? "remove the range in brackets, or put a function such as rate() around it"
        : `give it ${nouns[type]}`;
  return [complaint(arg.from, `${who} takes ${nouns[type]}, not ${nouns[found]}`, remedy)];
}

function callComplaints(expr: Extract<Expr, { kind: "call" }>): readonly Complaint[] {
  const signature = functions.get(expr.name);
  if (signature === undefined) {
    const meant = nearest(expr.name, [...functions.keys()]);
    return [
      complaint(
        expr.from,
        `there is no function ${expr.name}`,
        meant ? `did you mean ${meant}?` : "see the list of PromQL functions",
      ),
    ];
  }
  const { takes, optional, repeats } = signature;
  const least = takes.length - optional - (repeats ? 1 : 0);
  const most = repeats ? Infinity : takes.length;
  if (expr.args.length < least || expr.args.length > most) {
    const number =
      least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
    return [
      complaint(
        expr.from,
        `${expr.name}() takes ${number} arguments, not ${expr.args.length}`,
        `give it: ${takes.map((type) => nouns[type]).join(", ") || "nothing"}`,
      ),
    ];
  }
  return expr.args.flatMap((arg, i) => wants(arg, takes[i] ?? takes.at(-1) ?? "vector", `${expr.name}()`));
}

function aggregateComplaints(expr: Extract<Expr, { kind: "aggregate" }>): readonly Complaint[] {
  const parameter = parameters[expr.op];
  const count = parameter === undefined ? 1 : 2;
  if (expr.args.length !== count) {
    const what = parameter === undefined ? "one expression" : `${nouns[parameter]} and an expression`;
    return [
      complaint(
        expr.from,
        `${expr.op}() takes ${what}, not ${expr.args.length} arguments`,
        `give it ${what}`,
      ),
    ];
  }
  const [first, last] = [expr.args[0], expr.args.at(-1)];
  return [
    ...(parameter !== undefined && first ? wants(first, parameter, `${expr.op}()`) : []),
    ...(last ? wants(last, "vector", `${expr.op}()`) : []),
  ];
}

function binaryComplaints(expr: BinaryExpr): readonly Complaint[] {
  const sides = [expr.left, expr.right];
  const wrong = sides.find((side) => !["scalar", "vector"].includes(typeOf(side)));
  if (wrong) {
    return [
      complaint(
        wrong.from,
        `"${expr.op}" stands beside ${nouns[typeOf(wrong)]}`,
        typeOf(wrong) === "matrix" ? "put a function such as rate() around the range" : "remove the quotes",
      ),
    ];
  }
  const found: Complaint[] = [];
  const scalars = sides.filter((side) => typeOf(side) === "scalar").length;
  if (expr.bool && !comparisons.has(expr.op)) {
    found.push(complaint(expr.from, `"bool" follows "${expr.op}", which compares nothing`, 'remove "bool"'));
  }
  if (scalars === 2 && comparisons.has(expr.op) && !expr.bool) {
    found.push(
      complaint(expr.from, "two numbers are compared without bool", "compare a vector, or write bool"),
    );
  }
  if (scalars > 0 && setOperators.has(expr.op)) {
    found.push(complaint(expr.from, `"${expr.op}" takes no number`, "write vector(...) around the number"));
  }
  if (scalars > 0 && expr.match && !expr.match.fill) {
    found.push(complaint(expr.from, `"${expr.match.mode}" joins a vector with a number`, "remove it"));
  }
  if (expr.match?.group && setOperators.has(expr.op)) {
    found.push(
      complaint(
        expr.from,
        `"${expr.op}" takes no group_${expr.match.group}`,
        `remove group_${expr.match.group}`,
      ),
    );
  }
  const both =
    expr.match?.mode === "on"
      ? expr.match.include.find((label) => expr.match?.labels.includes(label))
      : undefined;
  if (both !== undefined) {
    found.push(
      complaint(
        expr.from,
        `label "${both}" is both in on() and in group_${expr.match?.group ?? "left"}()`,
        "name it once",
      ),
    );
  }
  return found;
}

function selectorComplaints(expr: Extract<Expr, { kind: "selector" }>): readonly Complaint[] {
  if (expr.metric !== undefined) return [];
  const narrow = expr.matchers.some(({ op, value }) => {
    if (op === "=") return value !== "";
    if (op === "=~") return !/^(\.\*)?$/.test(value);
    return op === "!=" ? value === "" : false;
  });
  return narrow
    ? []
    : [
        complaint(
          expr.from,
          "a selector takes every series there is",
          "name a metric, or match a label with a value",
        ),
      ];
}

function complaint(at: number, reason: string, remedy: string): Complaint {
  return { at, reason, remedy };
}
