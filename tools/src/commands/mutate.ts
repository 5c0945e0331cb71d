import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "@monitoring/collection/recorded";
import { mutate, score } from "../mutate/mutate.ts";
import { mutationPage } from "../mutate/mutation-page.ts";
import { prepare } from "../prepare.ts";
import { repository } from "../repository.ts";

/** Makes every rule wrong in one place at a time and sees whether its proof notices; writes docs/mutation.md. */
export async function run(names: readonly string[]): Promise<number> {
  const { tools } = await prepare({ yes: false });
  const { fates, complaints } = await mutate(names, tools);
  process.stdout.write([...complaints.map((text) => `${text}\n`), score(fates), ""].join("\n"));
  // The page is about this project's rules alone.
  if (names.length === 0 && ownFolder() === undefined)
    writeFileSync(join(repository, "docs/mutation.md"), mutationPage(fates));
  return complaints.length === 0 ? 0 : 1;
}
