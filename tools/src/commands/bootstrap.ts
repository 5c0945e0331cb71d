import { parseArgs } from "node:util";
import { prepare } from "../prepare.ts";

/** Gets everything that `up` needs, and starts nothing but the engine. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { yes: { type: "boolean", short: "y" } } });
  await prepare({ yes: values.yes ?? false });
  process.stdout.write("the toolchain and the images are ready\n");
  return 0;
}
