import { expect } from "@jest/globals";
import type { Evidence } from "./evidence.ts";
import type { Stand } from "./open-stand.ts";
import { disagreements, objects } from "./wounds.ts";

/** What a stack was before it was wounded. */
export interface Before {
  readonly whole: Awaited<ReturnType<typeof objects>>;
  readonly evidence: Evidence;
  readonly planted: Awaited<ReturnType<Evidence["read"]>>;
}

/** Runs `up` and expects that it mends everything: nothing is lost, nothing is there twice or too much. */
export async function expectWhole(stand: Stand, { whole, evidence, planted }: Before): Promise<void> {
  const { code, output } = await stand.command(["up", "--yes"]);
  expect(`${code}\n${output}`).toMatch(/^0\n/);
  expect(await objects(stand)).toEqual(whole);
  expect(await disagreements(stand)).toEqual([]);
  expect(await evidence.read()).toEqual(planted);
}
