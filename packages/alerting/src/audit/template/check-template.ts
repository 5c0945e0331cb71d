import { nearest } from "@monitoring/collection";
import {
  parseTemplate,
  type Command,
  type Operand,
  type Pipeline,
  type TemplateNode,
} from "./parse-template.ts";

/** Something wrong in a template, at an offset of its text. */
export interface TemplateMistake {
  readonly kind: "syntax" | "field" | "function" | "variable" | "name" | "label" | "query";
  readonly at: number;
  readonly reason: string;
  readonly remedy: string;
}

/** What a value in a template is, as far as its fields are concerned; `unknown` is never judged. */
export type TemplateType = string;

/** What templates of one program know. */
export interface Dialect {
  readonly root: TemplateType;
  /** Fields by type; a type without a row may have any. */
  readonly fields: Readonly<Record<TemplateType, Readonly<Record<string, TemplateType>>>>;
  /** What `range` gives of a type. */
  readonly elements: Readonly<Record<TemplateType, TemplateType>>;
  /** Functions besides Go's own, and what they give. */
  readonly functions: Readonly<Record<string, TemplateType>>;
  readonly variables: Readonly<Record<string, TemplateType>>;
  /** Types that hold labels by name: any field may be asked of them. */
  readonly labels: ReadonlySet<TemplateType>;
}

/** What the caller judges: labels of the alert, queries, names of other templates. */
export interface Judge {
  /** Why a label is never there; undefined where it may be. */
  readonly label?: (type: TemplateType, label: string) => Omit<TemplateMistake, "at" | "kind"> | undefined;
  readonly query?: (text: string) => Omit<TemplateMistake, "at" | "kind"> | undefined;
  readonly template?: (name: string) => Omit<TemplateMistake, "at" | "kind"> | undefined;
}

const goFunctions =
  "and call html index slice js len not or print printf println urlquery eq ge gt le lt ne".split(" ");

interface Scope {
  readonly dot: TemplateType;
  readonly variables: Map<string, TemplateType>;
}

/** Every mistake in a template: not only whether it parses, as the tools ask, but whether it can be filled in. */
export function templateMistakes(
  text: string,
  dialect: Dialect,
  judge: Judge = {},
): readonly TemplateMistake[] {
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    return [
      {
        kind: "syntax",
        at: parsed.at,
        reason: `the template cannot be read: ${parsed.message}`,
        remedy: "close every {{ with }}, and every if, range and with by {{ end }}",
      },
    ];
  }
  const found: TemplateMistake[] = [];
  const scope: Scope = {
    dot: dialect.root,
    variables: new Map(Object.entries({ ...dialect.variables, $: dialect.root })),
  };
  for (const node of parsed.nodes) visit(node, scope);
  return found;

  function visit(node: TemplateNode, at: Scope): void {
    switch (node.kind) {
      case "output":
        declare(node.pipeline, typeOfPipeline(node.pipeline, at), at);
        return;
      case "call": {
        if (node.pipeline) typeOfPipeline(node.pipeline, at);
        const wrong = judge.template?.(node.name);
        if (wrong) found.push({ kind: "name", at: node.at, ...wrong });
        return;
      }
      case "define":
        // Its dot is what each caller gives.
        for (const inner of node.body)
          visit(inner, { dot: "unknown", variables: new Map([["$", "unknown"]]) });
        return;
      case "if":
      case "with":
      case "range": {
        const type = typeOfPipeline(node.pipeline, at);
        const variables = new Map(at.variables);
        const element = dialect.elements[type] ?? "unknown";
        const dot = node.kind === "if" ? at.dot : node.kind === "with" ? type : element;
        const { declares } = node.pipeline;
        declares.forEach((name, i) => {
          const last = i === declares.length - 1;
          variables.set(name, node.kind === "range" ? (last ? element : "text") : type);
        });
        for (const inner of node.body) visit(inner, { dot, variables });
        for (const inner of node.otherwise) visit(inner, { dot: at.dot, variables: new Map(variables) });
      }
    }
  }

  function declare(pipeline: Pipeline, type: TemplateType, at: Scope): void {
    for (const name of pipeline.declares) at.variables.set(name, type);
  }

  function typeOfPipeline(pipeline: Pipeline, at: Scope): TemplateType {
    return pipeline.commands.reduce<TemplateType>((_, command) => typeOfCommand(command, at), "unknown");
  }

  function typeOfCommand(command: Command, at: Scope): TemplateType {
    const [first, ...rest] = command;
    const types = rest.map((operand) => typeOfOperand(operand, at));
    if (first?.kind !== "function") {
      return first ? typeOfOperand(first, at) : "unknown";
    }
    const [argument] = rest;
    if (first.name === "query" && argument?.kind === "text") {
      const wrong = judge.query?.(argument.value);
      if (wrong) found.push({ kind: "query", at: argument.at, ...wrong });
    }
    if (first.name === "index" && rest[1]?.kind === "text" && dialect.labels.has(types[0] ?? "")) {
      askLabel(types[0] ?? "", rest[1].value, rest[1].at);
    }
    return typeOfFunction(first.name, first.at);
  }

  function typeOfFunction(name: string, at: number): TemplateType {
    if (name in dialect.functions) return dialect.functions[name] ?? "unknown";
    if (goFunctions.includes(name)) return "unknown";
    const meant = nearest(name, [...Object.keys(dialect.functions), ...goFunctions]);
    found.push({
      kind: "function",
      at,
      reason: `templates have no function ${name}`,
      remedy: meant
        ? `did you mean ${meant}?`
        : `there are ${Object.keys(dialect.functions).sort().join(", ")}`,
    });
    return "unknown";
  }

  function typeOfOperand(operand: Operand, at: Scope): TemplateType {
    switch (operand.kind) {
      case "text":
        return "text";
      case "literal":
        return "unknown";
      case "function":
        return typeOfFunction(operand.name, operand.at);
      case "dot":
        return follow(at.dot, operand.path, operand.at);
      case "group":
        return follow(typeOfPipeline(operand.pipeline, at), operand.path, operand.at);
      case "variable": {
        const type = at.variables.get(operand.name);
        if (type !== undefined) return follow(type, operand.path, operand.at);
        const meant = nearest(
          operand.name,
          [...at.variables.keys()].filter((name) => name !== "$"),
        );
        found.push({
          kind: "variable",
          at: operand.at,
          reason: `there is no variable ${operand.name}`,
          remedy: meant
            ? `did you mean ${meant}?`
            : `there are ${[...at.variables.keys()].sort().join(", ")}`,
        });
        return "unknown";
      }
    }
  }

  function follow(from: TemplateType, path: readonly string[], at: number): TemplateType {
    let type = from;
    for (const name of path) {
      const fields = dialect.fields[type];
      if (fields && Object.hasOwn(fields, name)) {
        type = fields[name] ?? "unknown";
      } else if (dialect.labels.has(type)) {
        askLabel(type, name, at);
        type = "text";
      } else if (fields) {
        const meant = nearest(name, Object.keys(fields));
        found.push({
          kind: "field",
          at,
          reason: `there is no .${name} here`,
          remedy: meant
            ? `did you mean .${meant}?`
            : `there are ${Object.keys(fields)
                .sort()
                .map((field) => `.${field}`)
                .join(", ")}`,
        });
        return "unknown";
      } else {
        return "unknown";
      }
    }
    return type;
  }

  function askLabel(type: TemplateType, label: string, at: number): void {
    const wrong = judge.label?.(type, label);
    if (wrong) found.push({ kind: "label", at, ...wrong });
  }
}

/** Names of the templates that a text defines. */
export function definedTemplates(text: string): readonly string[] {
  const parsed = parseTemplate(text);
  return parsed.ok ? parsed.nodes.flatMap((node) => (node.kind === "define" ? [node.name] : [])) : [];
}
