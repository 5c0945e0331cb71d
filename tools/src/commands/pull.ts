import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { catalogue, customFiles } from "@monitoring/stacks";
import { pullDashboard } from "../pull/pull-dashboard.ts";
import { whichGrafana } from "../pull/which-grafana.ts";
import { repository } from "../repository.ts";
import { stackNamed } from "../stack-named.ts";
import { UserError } from "../user-error.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Writes a dashboard that was made or changed in Grafana into dashboards/, from where it is placed on both stacks. */
export async function run(args: readonly string[]): Promise<number> {
  const { uid, stack } = options(args);
  const server = await whichGrafana(stackNamed(stack));
  const { path, text, warnings } = await pullDashboard(server, uid, {
    files: customFiles(),
    own: catalogue.dashboards,
  });
  for (const warning of warnings) say(`warning: ${path} ${warning}`);
  const file = join(repository, path);
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (before === text) {
    say(`${path} is as in Grafana already`);
    return 0;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  say(
    `${before === undefined ? "wrote" : "changed"} ${path}; npm run up places it in dev, and git diff shows what is new`,
  );
  return 0;
}

function options(args: readonly string[]): { readonly uid: string; readonly stack: string } {
  const usage = "npm run pull -- <uid> [--stack prod]; a dashboard's uid is in its address, after /d/";
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { stack: { type: "string", short: "s", default: "dev" } },
    });
    const [uid, ...more] = positionals;
    if (uid !== undefined && more.length === 0) return { uid, stack: values.stack };
  } catch {
    // The sentence below says what is allowed.
  }
  throw new UserError(`pull takes the uid of one dashboard: ${usage}`);
}
