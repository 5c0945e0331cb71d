import { isPlaceholder } from "./placeholder.ts";
import { keyProblem, type Problem } from "./problem.ts";
import { isMade, secretRow, setSecretCommand, type SecretName } from "./secrets.ts";

/** What a secret's value looks like. */
export type SecretShape = "text" | "slackWebhook" | "pagerdutyRoutingKey" | "httpsUrl";

interface Shape {
  /** The words that follow "it must be". */
  readonly allowed: string;
  readonly accepts: RegExp;
  /** Wrong values that can be told apart, the most telling first, and what is wrong with them. */
  readonly mistakes: readonly { readonly is: RegExp; readonly says: string }[];
  /** Whether a placeholder may be a part of the value. */
  readonly placeholderAnywhere: boolean;
}

const inbox = /^https?:\/\/([\w-]*inbox|localhost|127\.0\.0\.1)[:/]/;

const shapes: Readonly<Record<SecretShape, Shape>> = {
  text: { allowed: "a text of one line", accepts: /^[^\r\n\0]+$/, mistakes: [], placeholderAnywhere: false },
  slackWebhook: {
    allowed: "an incoming webhook, https://hooks.slack.com/services/T.../B.../...",
    accepts:
      /^https:\/\/hooks\.slack(-gov)?\.com\/(services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]+|workflows\/T[A-Z0-9]+\/A[A-Z0-9]+\/\d+\/[A-Za-z0-9]+|triggers\/T[A-Z0-9]+\/\d+\/[0-9a-f]+)$/,
    mistakes: [
      { is: inbox, says: "is the local inbox's address; to use the inbox, remove receivers.slack" },
      { is: /^xox[a-z]-/, says: "is a Slack API token, not a webhook" },
      { is: /^http:/, says: "is an http address, not https" },
      {
        is: /^https:\/\/(?!hooks\.slack(-gov)?\.com\/)/,
        says: "is an address of another host than hooks.slack.com",
      },
    ],
    placeholderAnywhere: true,
  },
  pagerdutyRoutingKey: {
    allowed: "the 32 letters and digits of an Events API v2 integration key",
    accepts: /^[A-Za-z0-9]{32}$/,
    mistakes: [
      { is: /^.{20}$/, says: "has 20 characters, as a REST API key has" },
      { is: /^https?:/, says: "is an address, not a key" },
    ],
    placeholderAnywhere: false,
  },
  httpsUrl: {
    allowed: "an https URL, e.g. https://hc-ping.com/<uuid>",
    accepts: /^https:\/\/[\w.-]+(:\d+)?(\/\S*)?$/,
    mistakes: [
      { is: inbox, says: "is the local inbox's address; to use the inbox, remove the receiver" },
      { is: /^http:/, says: "is an http address, which shows the secret to the network" },
    ],
    placeholderAnywhere: true,
  },
};

/** Every mistake in decrypted secrets. A message never holds the value or a part of it. */
export function secretProblems(values: Readonly<Partial<Record<SecretName, string>>>): readonly Problem[] {
  return (Object.keys(values) as SecretName[]).sort().flatMap((name) => {
    const value = values[name];
    const wrong = value === undefined ? undefined : mistake(shapeOf(name), value);
    if (wrong === undefined) return [];
    return [keyProblem(name, `(a secret, not shown) ${wrong}; set it with: ${setSecretCommand(name)}`)];
  });
}

/** The shape of a secret's value. */
function shapeOf(name: SecretName): Shape {
  const { shape } = secretRow(name);
  return shapes[shape ?? "text"];
}

function mistake(shape: Shape, value: string): string | undefined {
  const must = `it must be ${shape.allowed}`;
  if (value.trim() === "") return `is empty; ${must}`;
  if (value !== value.trim()) return `begins or ends with white space, often a line end; ${must}`;
  if (isPlaceholder(value, { anywhere: shape.placeholderAnywhere })) return `is still a placeholder; ${must}`;
  if (shape.accepts.test(value)) return undefined;
  const known = shape.mistakes.find(({ is }) => is.test(value));
  return `${known?.says ?? `has another shape (${value.length} characters)`}; ${must}`;
}

/** The needed secrets that are not set, as one mistake each. */
export function missingSecrets(
  needed: readonly SecretName[],
  isSet: (name: SecretName) => boolean,
  config: { readonly demo: unknown },
): readonly Problem[] {
  return needed
    .filter((name) => !isSet(name))
    .map((name) => {
      const { purpose } = secretRow(name);
      const made = isMade(name, config) ? ", or let `npm run up` make it" : "";
      return keyProblem(
        name,
        `(a secret) is not set: ${purpose}; set it with: ${setSecretCommand(name)}${made}`,
      );
    });
}

/** Secrets that are written as plain text, as one mistake each. */
export function plainSecretProblems(names: readonly string[], file?: string): readonly Problem[] {
  const where = file === undefined ? "is set" : `is in ${file}`;
  return names.map((name) =>
    keyProblem(
      name,
      `(a secret, not shown) ${where} as plain text; remove it there, change it if others could read it, ` +
        `then: ${setSecretCommand(name)}`,
    ),
  );
}
