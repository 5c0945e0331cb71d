import { spawn } from "node:child_process";
import type { Stand, Started } from "./open-stand.ts";

const label = (stand: Stand): readonly string[] => ["--filter", `label=monitoring.stack=${stand.prefix}`];

/** Names of the stack's containers: all, or only those that run. */
export async function containers(stand: Stand, which: "all" | "running" = "all"): Promise<readonly string[]> {
  const all = which === "all" ? ["--all"] : [];
  return [...(await stand.docker("ps", ...all, "--format", "{{.Names}}", ...label(stand)))].sort();
}

/** Names of all the stack's objects on the engine: what is there twice, or too much, shows. */
export async function objects(stand: Stand): Promise<Readonly<Record<string, readonly string[]>>> {
  const list = async (kind: string) =>
    [...(await stand.docker(kind, "ls", "--format", "{{.Name}}", ...label(stand)))].sort();
  return {
    containers: await containers(stand),
    volumes: await list("volume"),
    networks: await list("network"),
  };
}

interface State {
  readonly deployment: {
    readonly resources?: readonly { readonly type: string; readonly id?: string }[];
    readonly pending_operations?: readonly unknown[];
  };
}

/** Containers that the engine has and the state does not know, or the other way round, and unfinished operations. */
export async function disagreements(stand: Stand): Promise<readonly unknown[]> {
  const { deployment } = parse((await stand.command(["pulumi", "stack", "export"])).output) as State;
  const known = (deployment.resources ?? [])
    .filter(({ type }) => type === "docker:index/container:Container")
    .map(({ id }) => id);
  const real = await stand.docker("ps", "--all", "--quiet", "--no-trunc", ...label(stand));
  return [
    ...real.filter((id) => !known.includes(id)),
    ...known.filter((id) => !real.includes(id ?? "")),
    ...(deployment.pending_operations ?? []),
  ];
}

/** How many containers the next update would create. */
export async function containersToCreate(stand: Stand): Promise<number> {
  const { output } = await stand.command(["pulumi", "preview", "--stack", "dev", "--json"]);
  const { steps } = parse(output) as { steps: readonly { op: string; urn: string }[] };
  const creating = new Set(["create", "replace"]);
  return steps.filter(({ op, urn }) => creating.has(op) && urn.includes("docker:index/container:Container"))
    .length;
}

// The bootstrap may say something before and after what the command prints.
function parse(output: string): unknown {
  try {
    return JSON.parse(output.slice(output.indexOf("{\n"), output.lastIndexOf("}") + 1));
  } catch {
    throw new Error(`no JSON in: ${output.slice(0, 2000)}`);
  }
}

/** Resolves once the engine has created a number of the stack's containers. */
export function created(stand: Stand, count: number): { readonly reached: Promise<void>; stop: () => void } {
  const since = String(Date.now() / 1000);
  const filters = ["--filter", "type=container", "--filter", "event=create", ...label(stand)];
  const events = spawn("docker", ["events", "--since", since, "--format", "{{.ID}}", ...filters], {
    env: stand.environment(),
  });
  let seen = 0;
  const reached = new Promise<void>((resolve) => {
    events.stdout.setEncoding("utf8").on("data", (text: string) => {
      seen += text.split("\n").filter(Boolean).length;
      if (seen >= count) resolve();
    });
  });
  return { reached, stop: () => void events.kill() };
}

/** Starts `up` and does something to it, or to what it needs, after it has created a number of containers. */
export async function woundAfter(stand: Stand, count: number, wound: (up: Started) => unknown) {
  const creations = created(stand, count);
  const up = stand.start(["up", "--yes"]);
  up.stdin.end();
  let output = "";
  for (const stream of [up.stdout, up.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  // Its exit and not the end of its output: what it leaves running is part of the wound.
  const ended = new Promise<number | null>((resolve) => up.once("exit", resolve));
  const first = await Promise.race([creations.reached, ended]);
  creations.stop();
  if (first !== undefined) throw new Error(`up ended before it had created ${count}:\n${output}`);
  await wound(up);
  return { code: await ended, output };
}

/** Ends a command and everything in its process group at once. */
export function killGroup(started: Started): void {
  if (started.pid !== undefined) process.kill(-started.pid, "SIGKILL");
}
