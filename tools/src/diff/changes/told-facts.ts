import { promqlSeconds } from "@monitoring/collection";
import type { Address } from "../read/routing.ts";
import { code, listed } from "../text/markdown.ts";
import { name, type Told } from "../told.ts";
import type { Fact } from "./change.ts";

/** What becomes different in who is told. */
export function addressFacts({ addresses: before }: Told, { addresses: after }: Told): readonly Fact[] {
  const lost = missing(before, after);
  const gained = missing(after, before);
  if (lost.length === 0 && gained.length === 0) return [];
  const pages = (addresses: readonly Address[]): boolean => addresses.some((address) => address.pages);
  const all = [...before, ...after];
  const [old, young] = [people(before, all), people(after, all)];
  if (after.length === 0) return [{ risk: "untold", says: `**reaches nobody any more**; it reached ${old}` }];
  if (pages(before) && !pages(after)) {
    return [{ risk: "untold", says: `**no longer pages**: it reaches ${young}; it reached ${old}` }];
  }
  if (lost.length > 0) {
    return [{ risk: "untold", says: `**no longer reaches ${people(lost, all)}**; it reaches ${young}` }];
  }
  const now = pages(after) && !pages(before) ? "now pages" : "reaches more people";
  return [{ risk: "louder", says: `**${now}**: ${people(gained, all)} besides ${old}` }];
}

/**
 * Addresses in a sentence. A mailbox, a channel or a topic is named; a host only where there are several of its kind.
 * @param all the addresses that it must not be taken for
 */
export function people(addresses: readonly Address[], all = addresses): string {
  if (addresses.length === 0) return "nobody";
  return listed(
    addresses.map(({ kind, to, isHost }) => {
      const others = all.filter((other) => other.kind === kind && other.to !== to);
      return to === "" || (isHost && others.length === 0) ? kind : `${kind} ${code(to)}`;
    }),
  );
}

function missing(from: readonly Address[], others: readonly Address[]): readonly Address[] {
  const known = new Set(others.map(name));
  return from.filter((address) => !known.has(name(address)));
}

const times = [
  ["groupWait", "a first message waits"],
  ["groupInterval", "further ones wait"],
  ["repeatInterval", "it is repeated after"],
] as const;

/** What becomes different in when they are told. */
export function timeFacts(before: Told, after: Told): readonly Fact[] {
  if (before.addresses.length === 0 || after.addresses.length === 0) return [];
  const waits = times.flatMap(([key, what]) => said(what, durationFacts(before[key], after[key])));
  const began = after.mutes.filter((one) => !before.mutes.includes(one));
  const ended = before.mutes.filter((one) => !after.mutes.includes(one));
  return [
    ...fact(began, "later", (list) => `**tells nobody during ${list}**`),
    ...fact(ended, "louder", (list) => `is no longer mute during ${list}`),
    ...waits,
  ];
}

/** A fact about some names; none where there are no names. */
export function fact(
  names: readonly string[],
  risk: Fact["risk"],
  says: (list: string) => string,
): readonly Fact[] {
  return names.length === 0 ? [] : [{ risk, says: says(listed(names.map(code), 5)) }];
}

/** What a changed duration means. @param longer what it is when it grew */
export function durationFacts(
  before: string,
  after: string,
  longer: "later" | "louder" = "later",
): readonly Fact[] {
  const grows = promqlSeconds(after) - promqlSeconds(before);
  if (grows === 0) return [];
  const shorter = longer === "later" ? "louder" : "later";
  return [{ risk: grows > 0 ? longer : shorter, says: `${after} instead of ${before}` }];
}

/** Facts with some words before what each says. */
export function said(what: string, facts: readonly Fact[]): readonly Fact[] {
  return facts.map(({ risk, says }) => ({ risk, says: `${what} ${says}` }));
}
