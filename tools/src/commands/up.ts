import { parseArgs } from "node:util";
import { customFiles, hasInbox, isAvailable, prometheusFiles, requiredSecrets } from "@monitoring/stacks";
import { getter } from "../care/http.ts";
import { prometheusRuns } from "../care/running-config.ts";
import { openHome } from "../home.ts";
import { failing } from "../engine-objects.ts";
import { removeLeftovers } from "../leftovers.ts";
import { missing, overview, table, withAnswers } from "../overview.ts";
import { checkEngine, checkSecrets, refuseEarly } from "../preflight.ts";
import { versionDrift } from "../record/version-drift.ts";
import { refuse } from "../refuse.ts";
import { prepare } from "../prepare.ts";
import { generateSecrets, openSession } from "../session.ts";
import { isSettled, noteSettled } from "../settled.ts";
import { cancelStaleLock } from "../stale-lock.ts";
import { hint, waitForTargets } from "../targets-up.ts";
import { step } from "../toolchain/index.ts";
import { UserError } from "../user-error.ts";
import { unfinished } from "../unfinished.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Starts or updates the dev stack, whatever state the machine is in, and says what can be opened. */
export async function run(args: readonly string[]): Promise<number> {
  const values = options(args);
  const home = openHome();
  const early = await refuseEarly(home);
  const backend = values.backend ?? process.env["PULUMI_BACKEND_URL"];
  const prepared = await prepare({ yes: values.yes ?? false });
  const session = await openSession({ ...prepared, home, backend });
  const { config } = session;

  const [engine, secrets] = await Promise.all([
    early.engine.complete ? early.engine : checkEngine(config, session.env),
    checkSecrets(config, session, home),
  ]);
  refuse([...engine.problems, ...secrets]);
  for (const { message } of [...early.files.warnings, ...engine.warnings]) say(`warning: ${message}`);
  if (await cancelStaleLock(home, session)) say("cancelled the lock of an update that was killed");
  const made = await generateSecrets(session, home, requiredSecrets(config));
  if (made > 0) say(`made ${made} secrets, encrypted in ${home.settings}`);
  const removed = await removeLeftovers(session);
  if (removed.length > 0) say(`removed what the state does not know: ${removed.join(", ")}`);

  const refresh = values.refresh === true || !(await isSettled(session, home));
  const code = await session.stream([
    ...["up", "--stack", "dev", ...(refresh ? ["--refresh"] : []), "--yes", "--skip-preview"],
    ...["--skip-plugin-pre-install", "--suppress-outputs"],
  ]);
  if (code !== 0) throw unfinished("up", code);

  const get = getter(config);
  const desired = prometheusFiles(config, customFiles())["prometheus.yml"] ?? "";
  const questions = { get, isLoaded: () => prometheusRuns(desired, get) };
  const readiness = await step("wait until every target is up", 20, (report) =>
    waitForTargets(questions, { totalMs: 90_000, standstillMs: 25_000 }, report),
  );
  await noteSettled(session, home);
  const [rows, broken, drift] = await Promise.all([
    withAnswers(overview(config, readiness.targets, hasInbox(config), prepared.unavailable)),
    failing(config.namePrefix, session.env),
    versionDrift(config),
  ]);
  say(`\n${table(rows)}\n`);
  if (config.demo !== false) {
    say(
      "A bearer token of the demo: what `npm run pulumi -- config get mcpToken` prints, followed by -support-console.",
    );
  }
  for (const sentence of missing(config, prepared.unavailable)) say(sentence);
  if (isAvailable(config, "grafana")) {
    say("Grafana's password of the user admin: npm run pulumi -- config get grafanaAdminPassword");
  }
  if (readiness.loaded === false) {
    say("prometheus still runs with its former configuration; npm run status says why");
  }
  for (const target of readiness.targets.filter(({ up }) => !up)) {
    say(`${target.service} (${target.address}) is down: ${target.error}.${hint(target)}`);
  }
  for (const sentence of drift) say(`warning: ${sentence}`);
  for (const { name, state, lastWords } of broken) {
    say(`container ${name} is ${state}; its last words: ${lastWords}`);
  }
  return readiness.ready ? 0 : 1;
}

interface Options {
  readonly yes?: boolean;
  readonly refresh?: boolean;
  readonly backend?: string;
}

function options(args: readonly string[]): Options {
  try {
    return parseArgs({
      args: [...args],
      options: {
        yes: { type: "boolean", short: "y" },
        refresh: { type: "boolean" },
        backend: { type: "string" },
      },
    }).values;
  } catch {
    throw new UserError(
      `up does not understand ${args.join(" ")}; it starts the stack dev and takes --yes, --refresh and --backend <url>. ` +
        "prod is placed with: npm run pulumi -- up --stack prod",
    );
  }
}
