import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { parse } from "yaml";

/** What a provider's package says about the inputs of its resources, read from its published types. */
export interface PublishedTypes {
  /** What is wrong with a resource's inputs, as sentences; its type is a token such as `aws:amp/workspace:Workspace`. */
  readonly problems: (token: string, inputs: Readonly<Record<string, unknown>>) => readonly string[];
}

/** Reads the types of a Pulumi package, each file when it is first asked about. */
export function publishedTypes(packageName: string): PublishedTypes {
  const root = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  const shapes = new Shapes(root);
  return {
    problems: (token, inputs) => {
      const [, path = "", name = ""] = token.split(":");
      const shape = shapes.ofResource(path, name);
      if (shape === undefined) return [`${token} is no resource of ${packageName}`];
      return [...shape(inputs, token), ...texts(inputs, token)];
    },
  };
}

/** Says what is wrong with a value at a place. */
type Check = (value: unknown, at: string) => readonly string[];

const anything: Check = () => [];

class Shapes {
  readonly #files = new Map<string, ReadonlyMap<string, ts.InterfaceDeclaration>>();
  readonly #checks = new Map<ts.InterfaceDeclaration, Check>();
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** The inputs of a resource; nothing where there is no such resource. */
  ofResource(path: string, name: string): Check | undefined {
    const file = this.#interfaces(`${path}.d.ts`);
    const declared = file.get(`${name}Args`);
    return declared && this.#ofInterface(declared);
  }

  /** Interfaces by their name, with that of their namespaces before it. */
  #interfaces(path: string): ReadonlyMap<string, ts.InterfaceDeclaration> {
    const known = this.#files.get(path);
    if (known) return known;
    const found = new Map<string, ts.InterfaceDeclaration>();
    const full = join(this.#root, path);
    if (existsSync(full)) {
      const source = ts.createSourceFile(path, readFileSync(full, "utf8"), ts.ScriptTarget.Latest);
      collect(source.statements, "", found);
    }
    this.#files.set(path, found);
    return found;
  }

  #ofInterface(declared: ts.InterfaceDeclaration): Check {
    const known = this.#checks.get(declared);
    if (known) return known;
    // A type may contain itself.
    const check: Check = (value, at) => checkMapping(value, at);
    this.#checks.set(declared, check);
    const members = new Map(
      declared.members.filter(ts.isPropertySignature).map((member) => [
        nameOf(member.name),
        {
          required: member.questionToken === undefined,
          check: member.type ? this.#ofType(member.type) : anything,
        },
      ]),
    );
    const checkMapping: Check = (value, at) => {
      if (!isMapping(value)) return [`${at} is ${describe(value)}, not a mapping`];
      const missing = [...members].filter(([key, { required }]) => required && value[key] === undefined);
      return [
        ...missing.map(([key]) => `${at}.${key} is missing`),
        ...Object.entries(value).flatMap(([key, inner]) => {
          if (key.startsWith("__")) return [];
          const member = members.get(key);
          return member ? member.check(inner, `${at}.${key}`) : [`${at}.${key} is not known`];
        }),
      ];
    };
    return check;
  }

  #ofType(node: ts.TypeNode): Check {
    if (ts.isParenthesizedTypeNode(node)) return this.#ofType(node.type);
    if (ts.isUnionTypeNode(node)) {
      const options = node.types
        .filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword)
        .map((type) => this.#ofType(type));
      return (value, at) => {
        const said = options.map((check) => check(value, at));
        return said.some((problems) => problems.length === 0) ? [] : (said[0] ?? []);
      };
    }
    if (ts.isArrayTypeNode(node)) return listOf(this.#ofType(node.elementType));
    if (ts.isTypeLiteralNode(node)) {
      const [index] = node.members.filter(ts.isIndexSignatureDeclaration);
      return index ? mapOf(this.#ofType(index.type)) : anything;
    }
    if (ts.isLiteralTypeNode(node)) return anything;
    if (ts.isTypeReferenceNode(node)) return this.#ofReference(node);
    return primitives.get(node.kind) ?? anything;
  }

  #ofReference({ typeName, typeArguments }: ts.TypeReferenceNode): Check {
    const name = dotted(typeName);
    const [inner] = typeArguments ?? [];
    if (name === "pulumi.Input" && inner) return this.#ofType(inner);
    if (!name.startsWith("inputs.")) return anything;
    const declared = this.#interfaces("types/input.d.ts").get(name.slice("inputs.".length));
    return declared ? this.#ofInterface(declared) : anything;
  }
}

function collect(
  statements: readonly ts.Statement[],
  prefix: string,
  found: Map<string, ts.InterfaceDeclaration>,
): void {
  for (const statement of statements) {
    if (ts.isInterfaceDeclaration(statement)) found.set(`${prefix}${statement.name.text}`, statement);
    else if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) {
      collect(statement.body.statements, `${prefix}${statement.name.text}.`, found);
    }
  }
}

function dotted(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : `${dotted(name.left)}.${name.right.text}`;
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

const primitives: ReadonlyMap<ts.SyntaxKind, Check> = new Map([
  [ts.SyntaxKind.StringKeyword, ofKind("string")],
  [ts.SyntaxKind.NumberKeyword, ofKind("number")],
  [ts.SyntaxKind.BooleanKeyword, ofKind("boolean")],
]);

// What stands for a value that is not known yet, or that is secret (pulumi/sdk/nodejs/runtime/rpc.ts).
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const signature = "4dabf18193072939515e22adb298388d";

/** A value without the wrapper that marks it as secret. */
function unwrapped(value: unknown): unknown {
  return isMapping(value) && signature in value && "value" in value ? unwrapped(value["value"]) : value;
}

function ofKind(kind: "boolean" | "number" | "string"): Check {
  return (given, at) => {
    const value = unwrapped(given);
    return typeof value === kind || value === unknownValue
      ? []
      : [`${at} is ${describe(value)}, not a ${kind}`];
  };
}

function listOf(check: Check): Check {
  return (given, at) => {
    const value = unwrapped(given);
    if (value === unknownValue) return [];
    return Array.isArray(value)
      ? value.flatMap((one, i) => check(one, `${at}[${i}]`))
      : [`${at} is ${describe(value)}, not a list`];
  };
}

function mapOf(check: Check): Check {
  return (given, at) => {
    const value = unwrapped(given);
    if (value === unknownValue) return [];
    return isMapping(value)
      ? Object.entries(value).flatMap(([key, one]) => check(one, `${at}.${key}`))
      : [`${at} is ${describe(value)}, not a mapping`];
  };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value === null ? "nothing" : typeof value === "object" ? "a mapping" : `a ${typeof value}`;
}

/** What becomes of a value that was put into a text before it was known. */
const mishap = /\[object \w+\]|Calling \[toString\]|(?:^|[/:=.])(?:undefined|NaN)(?:$|[/:.])/;

/** Properties that are documents of their own. */
const documents: Readonly<Record<string, (text: string) => unknown>> = {
  assumeRolePolicy: JSON.parse,
  configJson: JSON.parse,
  containerDefinitions: JSON.parse,
  data: parse,
  definition: parse,
  jsonDataEncoded: JSON.parse,
  policy: JSON.parse,
};

function texts(value: unknown, at: string, key = ""): readonly string[] {
  const plain = unwrapped(value);
  if (typeof plain === "string") return ofText(plain, at, key);
  if (Array.isArray(plain)) return plain.flatMap((one, i) => texts(one, `${at}[${i}]`));
  if (!isMapping(plain)) return [];
  return Object.entries(plain).flatMap(([name, one]) => texts(one, `${at}.${name}`, name));
}

function ofText(text: string, at: string, key: string): readonly string[] {
  if (text === unknownValue) return [];
  const said = mishap.exec(text);
  if (said) return [`${at} has "${said[0]}" in it: a value was put into a text before it was known`];
  try {
    documents[key]?.(text);
    return [];
  } catch (error) {
    return [`${at} cannot be read: ${(error as Error).message}`];
  }
}
