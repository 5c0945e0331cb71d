import { stackLabel } from "@monitoring/collection";
import { UserError } from "../user-error.ts";
import { engine } from "./engine.ts";
import type { Stack } from "./stage.ts";
import { writingFiles } from "./writing-files.ts";

/** A container that lives for one drill. */
export interface ThrowawayArgs {
  /** Its name after the stack's prefix and `drill-`, by which others on its networks find it. */
  readonly name: string;
  /** The service of the stack whose image, user and networks it has. */
  readonly like: string;
  readonly user?: string;
  /** Other networks of the stack than those. */
  readonly networks?: readonly ("scrape" | "notify" | "ui")[];
  /** What it runs once its files are there. */
  readonly command: readonly string[];
  /** Files by path below /tmp. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** Processors that it may use. @default 0.5 */
  readonly cpus?: number;
  /** Folders in memory with their mount options, beside /tmp. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Volumes as `name:folder:ro`. */
  readonly volumes?: readonly string[];
  /** Ports that are published on a free port of the loopback address. */
  readonly publish?: readonly number[];
  /** Shares the network of this container, instead of having its own. */
  readonly networkOf?: string;
}

/** A running container of a drill. */
export interface Throwaway {
  readonly name: string;
  /** Runs a command in it and returns what that printed. */
  readonly exec: (command: readonly string[], input?: string) => Promise<string>;
  /** Writes files by path below /tmp. */
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Where a port that is published is reached from this machine. */
  readonly url: (port: number) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** The label of a drill's containers; its value is the stack's prefix. */
export const drillContainerLabel = "monitoring.drill";

interface Inspected {
  readonly Image: string;
  readonly Config: { readonly User: string };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

// A file is never seen half written: the last of them starts the program.
const waitForFiles = 'until [ -e /tmp/.ready ]; do sleep 0.2; done; exec "$@"';

/** Starts a container of a drill, as locked up as the stack's own and smaller. */
export async function throwaway(stack: Stack, args: ThrowawayArgs): Promise<Throwaway> {
  const { namePrefix: prefix } = stack.config;
  const name = `${prefix}-drill-${args.name}`;
  const original = await inspect(stack.container(args.like));
  const [network = "bridge", ...others] =
    args.networks?.map((one) => `${prefix}-${one}`) ?? Object.keys(original.NetworkSettings.Networks).sort();
  const repeat = (flag: string, values: readonly string[]): string[] =>
    values.flatMap((value) => [flag, value]);
  await engine(["rm", "--force", "--volumes", name]).catch(() => undefined);
  await engine(
    [
      ...["create", "--name", name, "--user", args.user ?? original.Config.User, "--entrypoint", "/bin/sh"],
      ...["--network", args.networkOf === undefined ? network : `container:${args.networkOf}`],
      ...["--label", `${stackLabel}=${prefix}`, "--label", `${drillContainerLabel}=${prefix}`],
      ...["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true"],
      ...["--memory", `${args.memoryMb}m`, "--memory-swap", `${args.memoryMb}m`, "--pids-limit", "200"],
      ...["--cpus", String(args.cpus ?? 0.5), "--tmpfs", "/tmp:size=64m,mode=1777"],
      ...repeat(
        "--tmpfs",
        Object.entries(args.tmpfs ?? {}).map(([folder, options]) => `${folder}:${options}`),
      ),
      ...repeat("--volume", args.volumes ?? []),
      ...repeat(
        "--publish",
        (args.publish ?? []).map((port) => `127.0.0.1::${port}`),
      ),
      ...repeat(
        "--env",
        Object.entries(args.environment ?? {}).map(([key, value]) => `${key}=${value}`),
      ),
      ...[original.Image, "-c", waitForFiles, "sh", ...args.command],
    ],
    { timeoutSeconds: 60 },
  );
  if (args.networkOf === undefined)
    for (const other of others) await engine(["network", "connect", other, name]);
  await engine(["start", name], { timeoutSeconds: 60 });
  const write = (files: Readonly<Record<string, string>>): Promise<string> =>
    engine(["exec", "--interactive", name, "/bin/sh", "-e"], { input: writingFiles(files) });
  await write({ ...args.files, ".ready": "" });
  return {
    name,
    exec: (command, input) =>
      engine(["exec", ...(input === undefined ? [] : ["--interactive"]), name, ...command], {
        ...(input !== undefined && { input }),
      }),
    write: async (more) => {
      await write(more);
    },
    url: async (port) => {
      const [line = ""] = (await engine(["port", name, String(port)])).split("\n");
      return `http://${line.trim()}`;
    },
    remove: async () => {
      await engine(["rm", "--force", "--volumes", name], { timeoutSeconds: 60 });
    },
  };
}

async function inspect(container: string): Promise<Inspected> {
  const json = await engine(["inspect", "--type", "container", container]).catch(() => undefined);
  const [found] = json === undefined ? [] : (JSON.parse(json) as readonly Inspected[]);
  if (found === undefined)
    throw new UserError(`there is no container ${container}; start the stack with npm run up`);
  return found;
}
