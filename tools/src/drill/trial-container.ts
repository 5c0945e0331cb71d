import { spawn } from "node:child_process";
import { capture } from "../child.ts";
import { ask } from "../care/docker.ts";
import { UserError } from "../user-error.ts";
import { writingFiles } from "./writing-files.ts";
import type { TrialAlertmanager } from "./receiver-drill.ts";

/** What the trial takes over from the running Alertmanager, as `docker inspect` says it. */
interface Inspected {
  readonly Image: string;
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> };
  readonly Mounts: readonly { readonly Type: string; readonly Name?: string; readonly Destination: string }[];
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

/** A short-lived Alertmanager and the network that it is on. */
export interface Trial extends TrialAlertmanager {
  /** Gets a page of another service, from where it stands. */
  readonly fetch: (address: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const inside = "http://127.0.0.1:9093";

/**
 * Starts an Alertmanager beside the stack's own, of the same image, on the same networks and with the same secret files,
 * so that what it is told by a receiver is what the other would be told.
 */
export async function startTrial(
  prefix: string,
  files: Readonly<Record<string, string>>,
  externalUrl: string,
): Promise<Trial> {
  const original = await inspect(`${prefix}-alertmanager`);
  const name = `${prefix}-receiver-drill`;
  await ask(["rm", "--force", name]).catch(() => undefined);
  const [network = "bridge", ...others] = Object.keys(original.NetworkSettings.Networks).sort();
  await ask([
    ...["create", "--interactive", "--rm", "--name", name, "--network", network],
    ...["--user", original.Config.User, "--entrypoint", "/bin/sh"],
    ...["--label", `monitoring.stack=${prefix}`, "--add-host", "host.docker.internal:host-gateway"],
    ...["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true"],
    ...["--memory", "128m", "--pids-limit", "100"],
    ...secretVolumes(original).flatMap((volume) => ["--volume", volume]),
    ...[original.Image, "-s"],
  ]);
  for (const other of others) await ask(["network", "connect", other, name]);
  const child = spawn("docker", ["start", "--attach", "--interactive", name], { stdio: "pipe" });
  let log = "";
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding("utf8").on("data", (text: string) => (log += text));
  }
  child.stdin.on("error", () => undefined).end(script(files, externalUrl));
  const wget = (...args: readonly string[]): Promise<string> =>
    ask(["exec", name, "wget", "-q", "-O", "-", "-T", "5", ...args], 10);
  return {
    get: (path) => wget(`${inside}${path}`),
    post: async (path, body) => {
      await wget("--header", "Content-Type: application/json", "--post-data", body, `${inside}${path}`);
    },
    log: () => log,
    fetch: (address) => wget(address),
    stop: async () => {
      await capture("docker", ["rm", "--force", "--volumes", name]);
    },
  };
}

async function inspect(container: string): Promise<Inspected> {
  const json = await ask(["inspect", "--type", "container", container]).catch(() => undefined);
  const [found] = json === undefined ? [] : (JSON.parse(json) as readonly Inspected[]);
  if (found === undefined) {
    throw new UserError(`there is no container ${container}; start the stack with npm run up`);
  }
  return found;
}

/** The volumes with secrets and certificates: all but its data and its own configuration. */
function secretVolumes({ Mounts }: Inspected): readonly string[] {
  const own = ["/alertmanager", "/etc/alertmanager"];
  return Mounts.filter(({ Type, Destination }) => Type === "volume" && !own.includes(Destination)).map(
    ({ Name = "", Destination }) => `${Name}:${Destination}:ro`,
  );
}

/** Writes the files and becomes Alertmanager. They hold no secret, only the names of files with secrets. */
function script(files: Readonly<Record<string, string>>, externalUrl: string): string {
  return `${writingFiles(files)}exec /bin/alertmanager ${trialArguments("/tmp", externalUrl).join(" ")}\n`;
}

/** The arguments of an Alertmanager whose attempts can be read from its metrics and its log. */
export function trialArguments(folder: string, externalUrl: string): readonly string[] {
  return [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/data`,
    `--web.external-url=${externalUrl}`,
    "--web.route-prefix=/",
    "--cluster.listen-address=",
    "--log.format=json",
    "--enable-feature=receiver-name-in-metrics",
  ];
}
