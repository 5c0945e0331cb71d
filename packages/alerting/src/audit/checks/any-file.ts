import { durationSeconds, guessDuration, isGoDuration } from "../duration.ts";
import type { Found } from "../finding.ts";
import { regexMistake } from "../regex.ts";
import type { Reference } from "../reference.ts";
import type { Leaf, LeafKind } from "../shape/shape.ts";
import type { FileCheck, FileSubject } from "./subject.ts";

/** A check of every single value of some kinds. */
function onValues(
  kinds: readonly LeafKind[],
  find: (text: string, leaf: Leaf) => Omit<Found, "line"> | undefined,
): FileCheck["find"] {
  return ({ file }: FileSubject) =>
    file.reading.leaves.flatMap((leaf) => {
      if (!kinds.includes(leaf.kind) || leaf.item.value === null) return [];
      const found = find(leaf.item.text, leaf);
      return found ? [{ line: leaf.item.line, ...found }] : [];
    });
}

const truths = /^(true|false|yes|no|on|off|y|n)$/i;

/** Checks of whatever a file is for: what its keys and single values look like. */
export const anyFileChecks: readonly FileCheck[] = [
  {
    id: "unknown-key",
    severity: "error",
    what: "a setting that does not exist",
    find: ({ file }) => file.reading.unknownKeys,
  },
  {
    id: "missing-key",
    severity: "error",
    what: "a setting that must be there and is not",
    find: ({ file }) => file.reading.missingKeys,
  },
  {
    id: "wrong-shape",
    severity: "error",
    what: "a list where one value belongs, or the other way round; a number or yes/no that is none",
    find: (subject) => [
      ...subject.file.reading.wrongShapes,
      ...onValues(["number"], (text) =>
        Number.isFinite(Number(text)) && text.trim() !== ""
          ? undefined
          : { reason: `"${text}" is not a number`, remedy: "write a number without a unit" },
      )(subject),
      ...onValues(["bool"], (text) =>
        truths.test(text)
          ? undefined
          : { reason: `"${text}" is neither true nor false`, remedy: "write true or false" },
      )(subject),
    ],
  },
  {
    id: "duration",
    severity: "error",
    what: "a duration that is none",
    find: (subject) => [
      ...onValues(["duration"], (text) => {
        if (durationSeconds(text) !== undefined) return undefined;
        const guess = guessDuration(text);
        return {
          reason: `"${text}" is not a duration`,
          remedy: guess
            ? `did you mean ${guess}?`
            : "write whole numbers with units, the greatest first: 30s, 5m, 1h30m",
        };
      })(subject),
      ...onValues(["goDuration"], (text) =>
        isGoDuration(text) ? undefined : { reason: `"${text}" is not a duration`, remedy: "write 30s or 5m" },
      )(subject),
    ],
  },
  {
    id: "regex",
    severity: "error",
    what: "a regular expression that is none (RE2)",
    find: onValues(["regex"], (text) => {
      const mistake = regexMistake(text);
      return mistake === undefined
        ? undefined
        : { reason: `"${text}" is no regular expression: ${mistake}`, remedy: "mend it; the dialect is RE2" };
    }),
  },
  {
    id: "url",
    severity: "error",
    what: "an address that is no http or https URL with a host",
    find: onValues(["url", "secretUrl", "templateUrl"], (text, { kind }) => {
      if (kind === "templateUrl" && text.includes("{{")) return undefined;
      const shown = kind === "url" ? `"${text}"` : "this address";
      const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase();
      if (scheme === undefined) {
        return {
          reason: `${shown} is no URL: it has no scheme`,
          remedy: "write the whole address: https://host/path",
        };
      }
      if (!["http", "https"].includes(scheme)) {
        return scheme.startsWith("socks5")
          ? undefined
          : { reason: `${shown} has the scheme "${scheme}"`, remedy: "write http:// or https://" };
      }
      return URL.canParse(text)
        ? undefined
        : {
            reason: `${shown} is no URL: its host or port is wrong`,
            remedy: "write the whole address: https://host/path",
          };
    }),
  },
  {
    id: "placeholder",
    severity: "error",
    what: "a value that was never filled in: CHANGE_ME, ${NAME}, <token>",
    find: (subject) => (isConfiguration(subject) ? placeholders(subject) : []),
  },
  {
    id: "plaintext-secret",
    severity: "warning",
    what: "a secret in the file instead of in a file of its own",
    find: onValues(["secret", "secretUrl"], (text, { path }) => {
      if (text === "" || placeholderIn(text)) return undefined;
      const key = path.at(-1) ?? "secret";
      return {
        reason: `"${key}" is a secret in plain text: whoever reads the file has it`,
        remedy: `put it into a file that only the server can read, and name that: ${key}_file`,
      };
    }),
  },
  {
    id: "missing-file",
    severity: "error",
    what: "a file that does not exist, or a pattern that no file matches",
    find: ({ missing }) =>
      missing
        .filter((reference) => !isLater(reference))
        .map(({ line, path, kind, key }) => ({
          line,
          reason:
            kind === "glob" && /[*?[]/.test(path)
              ? `no file matches "${path}" (${key})`
              : `the file "${path}" (${key}) does not exist`,
          remedy: "mend the path, or say below which folder to look: --root <folder>",
        })),
  },
  {
    id: "missing-targets-file",
    severity: "warning",
    what: "a file of targets (file_sd_configs) that does not exist yet",
    find: ({ missing }) =>
      missing.filter(isLater).map(({ line, path, key }) => ({
        line,
        reason: `"${path}" (${key}) does not exist here`,
        remedy: "see that it does where the server runs",
      })),
  },
];

/** Files of targets come and go while Prometheus runs. */
function isLater({ key, kind }: Reference): boolean {
  return key === "files" && kind === "glob";
}

function isConfiguration({ file }: FileSubject): boolean {
  return file.kind !== "rules" && file.kind !== "rule-tests" && file.kind !== "templates";
}

// Prometheus itself fills ${NAME} into external labels, and relabeling fills $1 and ${1} into its replacement.
const exempt: ReadonlySet<string> = new Set(["external_labels", "replacement", "target_label", "regex"]);

function placeholders({ file }: FileSubject): readonly Found[] {
  return file.reading.leaves.flatMap(({ kind, item, path }) => {
    if (kind === "any" || kind === "regex" || path.some((key) => exempt.has(key))) return [];
    const found = placeholderIn(item.text, kind === "template" || kind === "templateUrl");
    if (found === undefined) return [];
    return [
      {
        line: item.line,
        reason: `"${path.at(-1) ?? "value"}" still holds the placeholder ${found}: Prometheus and Alertmanager fill nothing in`,
        remedy: "write the value, or name a file that holds it",
      },
    ];
  });
}

const words =
  /\b(?:CHANGE[ _-]?ME|REPLACE[ _-]?ME|FIX[ _-]?ME|YOUR[_-][A-Z0-9_-]*|TODO)\b|change[_-]?me|replace[_-]?me|your[_-][a-z_-]*(?:key|token|url|password|secret|webhook|here)/;
const variable = /\$\{[A-Za-z_][^}]*\}|^\$[A-Z_][A-Z0-9_]*$|%[A-Z_]{3,}%|<[A-Za-z][\w .-]*>/;

function placeholderIn(text: string, isTemplate = false): string | undefined {
  return words.exec(text)?.[0] ?? (isTemplate ? undefined : (variable.exec(text)?.[0] ?? undefined));
}
