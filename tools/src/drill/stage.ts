import { setTimeout as sleep } from "node:timers/promises";
import { browserUrl } from "@monitoring/collection";
import type { FaultName, PropsConfig } from "@monitoring/demo";
import type { Config } from "@monitoring/stacks";
import { UserError } from "../user-error.ts";
import { engine } from "./engine.ts";
import type { Judge } from "./judge.ts";
import { throwaway, type Throwaway, type ThrowawayArgs } from "./throwaway.ts";
import { writingFiles } from "./writing-files.ts";

/** The running stack, as what breaks and mends it sees it. */
export interface Stack {
  readonly config: Config;
  /** The name of a service's container. */
  readonly container: (service: string) => string;
  /** Turns on or off what the demo breaks by itself; it ends after ten minutes in any case. */
  readonly demo: (fault: FaultName, on: boolean) => Promise<void>;
}

/** The stack, and what a drill brings along. */
export interface Stage extends Stack {
  /** The drill's own Prometheus. */
  readonly judge: Judge;
  /** Starts the one that judges what becomes of a judge. */
  readonly startApart: () => Promise<Judge>;
  readonly throwaway: (args: ThrowawayArgs) => Promise<Throwaway>;
  /** What stands in for targets, a remote storage and a receiver, started when it is first asked for. */
  readonly props: () => Promise<Throwaway>;
}

/** The name of {@link Stage.props} after the stack's prefix. */
export const propsService = "drill-props";

/** Megabytes that {@link Stage.props} may take. */
export const propsMemoryMb = 96;

/** Where {@link Stage.props} answers on the stack's networks. */
export const propsPorts = { http: 8300, tls: 8343 } as const;

/** The running stack of a configuration. */
export function runningStack(config: Config): Stack {
  const admin = adminUrl(config);
  return {
    config,
    container: (service) => `${config.namePrefix}-${service}`,
    demo: (fault, on) => switchFault(admin, fault, on),
  };
}

/** A stack with the drill's Prometheus beside it. */
export function openStage(stack: Stack, judge: Judge, startApart: Stage["startApart"]): Stage {
  let props: Promise<Throwaway> | undefined;
  return {
    ...stack,
    judge,
    startApart,
    throwaway: (args) => throwaway(stack, args),
    props: () => (props ??= startProps(stack)),
  };
}

function startProps(stack: Stack): Promise<Throwaway> {
  const settings: PropsConfig = { port: propsPorts.http, tlsPort: propsPorts.tls, folder: "/tmp/props" };
  return throwaway(stack, {
    name: "props",
    like: "integrations",
    networks: ["scrape", "notify"],
    command: ["node", "--max-old-space-size=48", "/app/demo.mjs", "props", "--config", "/tmp/props.json"],
    files: { "props.json": JSON.stringify(settings) },
    memoryMb: propsMemoryMb,
  });
}

/** Writes a text file below /tmp in a container of the drill; one that is gone needs none. */
export async function writeIn(
  stack: Stack,
  service: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await runIn(stack, service, writingFiles(files));
}

/** Runs a shell script in a container of the drill; in one that is gone, nothing. */
export async function runIn(stack: Stack, service: string, script: string): Promise<void> {
  const name = stack.container(service);
  const there = await engine(["ps", "--quiet", "--filter", `name=^${name}$`]);
  if (there.trim() === "") return;
  await engine(["exec", "--interactive", name, "/bin/sh", "-e"], { input: script });
}

/** Removes a container of the drill, if it is there. */
export async function removeThrowaway(stack: Stack, service: string): Promise<void> {
  await engine(["rm", "--force", "--volumes", stack.container(service)], { timeoutSeconds: 60 }).catch(
    () => "",
  );
}

function adminUrl({ bindAddress, ports }: Config): string {
  const port = ports["mcp-admin"];
  if (port === false) {
    throw new UserError(
      "drills switch faults on at the demo, and its switch is not published; set monitoring:ports.mcp-admin",
    );
  }
  return browserUrl(bindAddress, port);
}

const faultSeconds = 600;

/** The server may be starting: it is asked again for a while. */
async function switchFault(admin: string, fault: FaultName, on: boolean): Promise<void> {
  for (let left = 30; ; left--) {
    try {
      const response = await fetch(`${admin}/faults/${fault}`, {
        method: "POST",
        signal: AbortSignal.timeout(5_000),
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ on, seconds: faultSeconds }),
      });
      if (response.ok) return;
      throw new Error(await response.text());
    } catch (error) {
      if (left === 0) throw new Error("the demo's fault switch does not answer", { cause: error });
      await sleep(500);
    }
  }
}

/** Removes every container that a drill made, this one or one that was killed. @returns their names */
export async function removeThrowaways(prefix: string): Promise<readonly string[]> {
  const filter = ["--filter", `label=monitoring.drill=${prefix}`];
  const found = (await engine(["ps", "--all", "--format", "{{.Names}}", ...filter]))
    .split("\n")
    .filter(Boolean);
  if (found.length > 0) await engine(["rm", "--force", "--volumes", ...found], { timeoutSeconds: 60 });
  return found;
}
