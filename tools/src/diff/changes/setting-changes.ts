import { promqlSeconds } from "@monitoring/collection";
import { isObject } from "@monitoring/visualization";
import type { Revision } from "../description.ts";
import { pair } from "../pair.ts";
import { code } from "../text/markdown.ts";
import { changeOf, type Change, type Risk } from "./change.ts";

interface Meaning {
  readonly keys: RegExp;
  readonly risk: Risk;
  /** Whether the change is of this kind; any is where nothing is said. */
  readonly when?: (before: unknown, after: unknown) => boolean;
  readonly says: string;
}

const less =
  (measure: (value: unknown) => number) =>
  (before: unknown, after: unknown): boolean =>
    measure(after) < measure(before);
const isGone = (_: unknown, after: unknown): boolean => after === undefined;

/** What a changed setting means, where that is more than its effect on the compiled files. The first that fits counts. */
const meanings: readonly Meaning[] = [
  {
    keys: /^amp\.email$/,
    risk: "untold",
    when: (before) => before !== undefined,
    says: "mail no longer goes to the old address",
  },
  {
    keys: /^amp\.(?:slack|webhook|heartbeat)/,
    risk: "untold",
    when: isGone,
    says: "nothing is sent there any more",
  },
  {
    keys: /^retention$/,
    risk: "kept",
    when: less((value) => promqlSeconds(String(value))),
    says: "**older samples are deleted**",
  },
  { keys: /^retentionSize$/, risk: "kept", when: less(bytes), says: "**samples beyond it are deleted**" },
  {
    keys: /^protectData$/,
    risk: "kept",
    when: (_, after) => after === false,
    says: "**data volumes may be deleted**",
  },
  {
    keys: /^bindAddress$/,
    risk: "kept",
    when: (_, after) => !String(after).startsWith("127."),
    says: "**others reach Prometheus and Alertmanager, without a password**",
  },
  {
    keys: /^namePrefix$/,
    risk: "kept",
    says: "**containers and volumes are made anew; the old data stays under the old name**",
  },
  { keys: /^remoteWrite\./, risk: "kept", when: isGone, says: "samples no longer go there" },
  { keys: /^budget$/, risk: "measured", says: "a preview above it fails" },
  { keys: /^(?:ship|keep)\b/, risk: "measured", says: "other samples are kept for long" },
];

/** Settings whose effect on people the compiled files show. */
const shownElsewhere = /^(?:alerts|receivers|muteTimes|scrapeInterval)\b/;

/** What becomes different in a stack's settings, and in the programs that it runs. */
export function settingChanges({ before, after }: Revision): readonly Change[] {
  const [old, young] = [before.facts, after.facts];
  const settings = old.settings && young.settings ? differences(old.settings, young.settings) : [];
  const images = old.images && young.images ? differences(old.images, young.images) : [];
  return [
    ...settings
      .filter(({ key }) => !shownElsewhere.test(key))
      .flatMap(({ key, from, to, isList = false }) => {
        const meaning = meanings.find(({ keys, when }) => keys.test(key) && (when?.(from, to) ?? true));
        const change = isList ? listChange(from, to) : `${shown(from)} → ${shown(to)}`;
        return changeOf(`Setting ${code(key)}`, [
          { risk: meaning?.risk ?? "run", says: meaning ? `${change}: ${meaning.says}` : change },
        ]);
      }),
    ...images.flatMap(({ key, from, to }) =>
      changeOf(`Image of ${code(key)}`, [{ risk: "run", says: `${version(from)} → ${version(to)}` }]),
    ),
  ];
}

interface Difference {
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Whether it is one value of a list, that came or went. */
  readonly isList?: boolean;
}

function differences(before: unknown, after: unknown, path: readonly string[] = []): readonly Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const key = path.join(".");
  if (Array.isArray(before) && Array.isArray(after)) {
    const { removed, added } = pair<unknown>(before, after, (one) => JSON.stringify(one));
    return [
      ...removed.map((one) => ({ key, from: one, to: undefined, isList: true })),
      ...added.map((one) => ({ key, from: undefined, to: one, isList: true })),
    ];
  }
  const keys = new Set([before, after].flatMap((value) => (isObject(value) ? Object.keys(value) : [])));
  if (keys.size === 0) return [{ key, from: before, to: after }];
  const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);
  return [...keys].flatMap((name) => differences(member(before, name), member(after, name), [...path, name]));
}

function listChange(from: unknown, to: unknown): string {
  return to === undefined ? `loses ${shown(from)}` : `gains ${shown(to)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return "not set";
  return code(typeof value === "string" ? value : JSON.stringify(value));
}

/** An image's tag, or all of its reference where it has none; a digest tells a person nothing. */
function version(reference: unknown): string {
  const [image = ""] = typeof reference === "string" ? reference.split("@") : [];
  return reference === undefined ? "none" : code(image);
}

const units: Readonly<Record<string, number>> = { MB: 1, GB: 1e3, TB: 1e6 };

function bytes(value: unknown): number {
  const [, number = "0", unit = ""] = /^(\d+)([A-Z]+)$/.exec(String(value)) ?? [];
  return Number(number) * (units[unit] ?? 1);
}
