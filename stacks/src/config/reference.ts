import { markdownTable } from "@monitoring/collection";
import { z } from "zod";
import { unwrap } from "./paths.ts";
import { schema } from "./schema.ts";
import { remoteWriteSecret, remoteWriteSecretName, secrets, type Secret } from "./secrets.ts";

/** A key of the configuration as a person reads about it. */
export interface ReferenceRow {
  readonly key: string;
  readonly type: string;
  readonly default: string;
  readonly meaning: string;
}

/** Every key, nested ones by their path. */
export function referenceRows(type: z.core.$ZodType = schema, path = ""): readonly ReferenceRow[] {
  const inner = unwrap(type).type;
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape as z.ZodRawShape).flatMap(([key, row]) => {
    const { type: rowType, default: value, optional } = unwrap(row);
    const name = path === "" ? key : `${path}.${key}`;
    const elsewhere = z.globalRegistry.get(row as z.ZodType)?.["see"] as string | undefined;
    const nested = elsewhere === undefined ? nestedRows(rowType, name) : [];
    return [
      {
        key: name,
        type: typeName(rowType),
        default: value === undefined ? (optional ? "" : "required") : JSON.stringify(value),
        meaning: `${(row as z.ZodType).description ?? ""}${elsewhere === undefined ? "" : `: see ${elsewhere}`}`,
      },
      ...nested,
    ];
  });
}

/** The keys in a mapping, also in one whose own keys a person chooses, and in each of a list. */
function nestedRows(type: z.core.$ZodType, name: string): readonly ReferenceRow[] {
  if (type instanceof z.ZodArray) return referenceRows(type.def.element, `${name}.<n>`);
  return type instanceof z.ZodRecord
    ? referenceRows(type.def.valueType, `${name}.<name>`)
    : referenceRows(type, name);
}

function typeName(type: z.core.$ZodType): string {
  if (type instanceof z.ZodObject) return "mapping";
  if (type instanceof z.ZodRecord) return `mapping of names to values, each ${typeName(type.def.valueType)}`;
  if (type instanceof z.ZodArray) return `list, each ${typeName(type.def.element)}`;
  if (type instanceof z.ZodUnion) return "true, false, or a mapping such as `{ dialect: [seed, otel] }`";
  return (z.globalRegistry.get(type)?.["allowed"] as string | undefined) ?? "";
}

const head = `# Configuration

<!-- Written by \`npm run docs\` from stacks/src/config; do not edit. -->

Every key of \`Pulumi.dev.yaml\` and \`Pulumi.prod.yaml\`, each with the prefix \`monitoring:\`. All have a default or may be left out; what is marked required is so only within its mapping.
\`npm run up\` and \`npm run render\` check all of them before anything is touched and report every mistake of a run at once.

`;

const changes = [
  [
    "scrape jobs, rules, probe modules, `remoteWrite`, `ship`, `keep`",
    "Prometheus and the blackbox exporter load the files within 5 s, without a restart",
  ],
  ["receivers, routes", "Alertmanager loads the file in the same update, without a restart"],
  [
    "`retention`, `retentionSize`, `ports`, `bindAddress`, `images`",
    "the containers concerned are replaced; their data stays in volumes",
  ],
  [
    "`namePrefix`",
    "containers and volumes are made anew under the new name; protected data of the old name stays",
  ],
  ["secrets", "as in the table above"],
] as const;

const origins: Readonly<Record<string, string>> = {
  true: "made by `npm run up`",
  demo: "made by `npm run up` for the demo; set by you for your own",
  false: "set by you",
};

/** docs/configuration.md. */
export function referencePage(): string {
  const rows = referenceRows().map((row) => [
    code(row.key),
    row.type,
    row.default === "" || row.default === "required" ? row.default : code(row.default),
    row.meaning,
  ]);
  const secretRows = Object.entries(secrets as Readonly<Record<string, Secret>>).map(([name, secret]) => [
    code(name),
    secret.purpose,
    origins[String(secret.generated)] ?? "",
    secret.takesEffect ?? "",
  ]);
  const { purpose, takesEffect = "" } = remoteWriteSecret;
  secretRows.push([code(remoteWriteSecretName("<name>")), purpose, "set by you", takesEffect]);
  return [
    `${head}## Keys\n\n${markdownTable(["key", "type", "default", "meaning"], rows)}`,
    "## Secrets\n\nSet one with `npm run pulumi -- config set --secret monitoring:<name>`, which asks for the value. " +
      "It is kept encrypted, travels into files of mode 0400 and is never in an environment variable, a label or a log.\n\n" +
      markdownTable(
        ["secret", "what it is", "comes from", "how the next `npm run up` brings a changed value into use"],
        secretRows,
      ),
    "## When a change takes effect\n\nWith the next `npm run up`; nothing has to be deleted or restarted by hand.\n\n" +
      markdownTable(["what", "how"], changes),
  ].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}
