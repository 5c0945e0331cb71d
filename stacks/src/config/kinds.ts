import { isDuration, type Duration } from "@monitoring/collection";
import { z } from "zod";

/** A kind of value: what is accepted, and the words that follow "it must be" when it is not. */
function kind<T>(allowed: string, accepts: (value: unknown) => boolean) {
  return z.custom<T>(accepts, { error: allowed }).meta({ allowed });
}

const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === "string" && pattern.test(value);

function isPortNumber(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
}

function isHostPort(value: unknown): boolean {
  if (typeof value !== "string") return false;
  const [, host = "", port = ""] = /^([\w.-]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(value) ?? [];
  return host !== "" && isPortNumber(Number(port));
}

function isHttpUrl(value: unknown): boolean {
  if (typeof value !== "string" || !/^https?:\/\/[^/\s]/.test(value) || /\s/.test(value)) return false;
  const url = URL.parse(value);
  // A password in a URL would end up in compiled files.
  return url !== null && url.hostname !== "" && url.username === "" && url.password === "";
}

function isIpv4(value: unknown): boolean {
  const parts = typeof value === "string" && /^\d+(\.\d+){3}$/.test(value) ? value.split(".") : [];
  return parts.length === 4 && parts.every((part) => Number(part) <= 255 && String(Number(part)) === part);
}

/** Free text that is not empty. */
export const text = kind<string>("text", (value) => typeof value === "string" && value.trim() !== "");

/** A switch. */
export const flag = kind<boolean>("true or false", (value) => typeof value === "boolean");

/** A length of time. */
export const duration = kind<Duration>(
  "a positive whole number and one of s, m, h, d, e.g. 15s",
  (value) => typeof value === "string" && isDuration(value),
);

/** An amount. */
export const positive = kind<number>(
  "a number above 0",
  (value) => typeof value === "number" && Number.isFinite(value) && value > 0,
);

/** A number of things. */
export const count = kind<number>(
  "a whole number above 0",
  (value) => typeof value === "number" && Number.isSafeInteger(value) && value > 0,
);

/** A host port, or nothing. */
export const port = kind<number | false>(
  "a port from 1 to 65535, or false to publish nothing",
  (value) => value === false || isPortNumber(value),
);

/** Where a service listens that is not HTTP. */
export const hostPort = kind<string>("host:port, e.g. db.example.com:5432", isHostPort);

/** An HTTP address without a password in it. */
export const httpUrl = kind<string>(
  "an http or https URL without user or password, e.g. http://localhost:3001/metrics",
  isHttpUrl,
);

/** A mailbox. */
export const email = kind<string>(
  "an e-mail address, e.g. oncall@example.com",
  matches(/^[^\s@<>,;"]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i),
);

/** An address of this machine. */
export const ipv4 = kind<string>("an IPv4 address, e.g. 127.0.0.1", isIpv4);

/** An amount of disk. */
export const size = kind<string>(
  "a positive whole number and one of MB, GB, TB, e.g. 10GB",
  matches(/^[1-9]\d*(MB|GB|TB)$/),
);

/** What names of containers start with. */
export const prefix = kind<string>(
  "1 to 31 lower-case letters, digits and dashes, starting with a letter, e.g. mcp",
  matches(/^[a-z][a-z0-9-]{0,30}$/),
);

/** A container image. */
export const image = kind<string>(
  "an image reference, e.g. registry.example.com/prometheus:v3.14.0",
  matches(/^[a-z0-9][\w.\-/:]*(@sha256:[0-9a-f]{64})?$/),
);

/** A Slack channel. */
export const channel = kind<string>(
  'a channel that starts with # (in quotes, or YAML takes it for a comment), e.g. "#alerts"',
  matches(/^#[^\s#]+$/),
);

/** A part of a day. */
export const timeRange = kind<string>(
  "a range of times in UTC that is not empty, e.g. 22:00-06:00",
  (value) => {
    const [, start, end] =
      /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.exec(String(value)) ?? [];
    return start !== undefined && start !== end;
  },
);

/** A secret of AWS Secrets Manager, by name. */
export const secretArn = kind<string>(
  "the ARN of a secret, e.g. arn:aws:secretsmanager:eu-central-1:123456789012:secret:pagerduty-AbCdEf",
  matches(/^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:\S+$/),
);

/** A Slack workspace or channel, as Slack counts them. */
export const slackId = (letter: "T" | "C", example: string) =>
  kind<string>(
    `an id that starts with ${letter}, e.g. ${example}`,
    matches(new RegExp(`^${letter}[A-Z0-9]{6,}$`)),
  );

/** The name of something that the user's server depends on: it becomes a label's value. */
export const serviceName = kind<string>(
  "lower-case letters, digits and dashes, starting with a letter, e.g. crm",
  matches(/^[a-z][a-z0-9-]*$/),
);

/** The id of an AWS access key, or a word for having none. */
export const accessKey = kind<string>(
  "the id of an IAM user's access key, which begins with AKIA, or ambient where the machine itself has a role",
  matches(/^(AKIA[A-Z0-9]{12,124}|ambient)$/),
);

/** A role of AWS, by its full name. */
export const roleArn = kind<string>(
  "a role's ARN, e.g. arn:aws:iam::123456789012:role/metrics",
  matches(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/),
);

/** An AWS account. YAML takes the bare digits for a number, and eats a leading zero. */
export const account = kind<string>(
  'the 12 digits of an AWS account in quotes, e.g. "123456789012"',
  matches(/^\d{12}$/),
);

/** A key of AWS's Key Management Service, by its full name. */
export const keyArn = kind<string>(
  "a key's ARN, e.g. arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  matches(/^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/),
);

/** A cluster of ECS, by its full name. */
export const clusterArn = kind<string>(
  "an ECS cluster's ARN, e.g. arn:aws:ecs:eu-central-1:123456789012:cluster/app",
  matches(/^arn:aws[\w-]*:ecs:[\w-]+:\d{12}:cluster\/[\w-]{1,255}$/),
);

/** A thing of a virtual network, by the id that AWS gave it. */
export const networkId = (letters: "vpc" | "subnet" | "sg") =>
  kind<string>(
    `an id that starts with ${letters}-, e.g. ${letters}-0123456789abcdef0`,
    matches(new RegExp(`^${letters}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`)),
  );

/** A port that something listens on. */
export const listeningPort = kind<number>("a port from 1 to 65535", isPortNumber);

/** The path of a page. */
export const urlPath = kind<string>("a path that starts with /, e.g. /metrics", matches(/^\/[^\s?#]*$/));

/** An RDS instance, by the identifier that it was given. */
export const rdsInstance = kind<string>(
  "an RDS instance's identifier, e.g. customer-success",
  matches(/^[a-z](?:-?[a-z0-9]){0,62}$/),
);

/** A node of ElastiCache, by its identifier. */
export const cacheNode = kind<string>(
  "an ElastiCache node's identifier, e.g. sessions-001",
  matches(/^[a-z](?:-?[a-z0-9]){0,49}$/),
);

/** A cluster or service of ECS, by its name. */
export const ecsName = kind<string>(
  "a name of ECS: up to 255 letters, digits, _ and -, e.g. mcp-server",
  matches(/^[\w-]{1,255}$/),
);

/** A region of AWS. */
export const region = kind<string>("a region of AWS, e.g. us-east-1", matches(/^[a-z]{2}(-[a-z]+)+-\d$/));

/** The name of an MCP tool: what clients put into a call. */
export const toolName = kind<string>(
  "a tool's name: 1 to 128 letters, digits, _, -, . and /, e.g. create_ticket",
  matches(/^[\w./-]{1,128}$/),
);

/** One of some words. */
export function oneOf<const T extends string>(...words: readonly T[]) {
  return kind<T>(`one of ${words.join(", ")}`, (value) => words.some((word) => word === value));
}

/** One of some numbers. */
export function oneOfNumbers(...numbers: readonly number[]) {
  return kind<number>(`one of ${numbers.join(", ")}`, (value) => numbers.some((number) => number === value));
}

/** A mapping with these keys and no others. */
export function mapping<T extends z.core.$ZodLooseShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "invalid_type" ? "a mapping of keys to values" : undefined),
  });
}

function texts(allowed: string, least: number, name: RegExp, value: RegExp) {
  return kind<Readonly<Record<string, string>>>(allowed, (given) => {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
    const entries = Object.entries(given);
    return entries.length >= least && entries.every(([key, text]) => name.test(key) && matches(value)(text));
  });
}

/** Labels of a series with their values. */
export const labels = texts(
  "a mapping of labels to texts, e.g. { service: mcp-server }",
  1,
  /^[A-Za-z_]\w*$/,
  /^[^\r\n]+$/,
);

/** Tags of AWS resources. AWS keeps names that begin with aws: for itself. */
export const tags = texts(
  "a mapping of names to texts, e.g. { team: customer-success }",
  0,
  /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu,
  /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u,
);

/** A mapping with keys of the user's choice. */
export function named<T extends z.ZodType>(values: T) {
  return z.record(serviceName as unknown as z.ZodString, values, {
    error: (issue) => (issue.code === "invalid_type" ? "a mapping of names to values" : undefined),
  });
}
