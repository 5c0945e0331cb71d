import { browserUrl } from "@monitoring/collection";
import { hasInbox, type Config } from "@monitoring/stacks";

/** A page of the stack that a person can open. */
export interface ServiceUrl {
  readonly service: string;
  readonly url: string;
}

// Where the interesting page is not the root.
const paths: Readonly<Record<string, string>> = { "mcp-server": "/mcp", "mcp-admin": "/faults" };

/** Every published page of the stack. */
export function serviceUrls(config: Config): readonly ServiceUrl[] {
  const absent = [
    ...(hasInbox(config) ? [] : ["inbox"]),
    ...(config.demo === false ? ["mcp-server", "mcp-admin"] : []),
  ];
  return Object.entries(config.ports).flatMap(([service, port]) =>
    port === false || absent.includes(service)
      ? []
      : [{ service, url: `${browserUrl(config.bindAddress, port)}${paths[service] ?? ""}` }],
  );
}

/** What shows a page on this machine: a program and its first arguments, or the reason why there is none. */
export type Opener =
  { readonly program: string; readonly args: readonly string[] } | { readonly reason: string };

/** How this machine opens a browser. */
export function opener(platform: string, env: Readonly<Record<string, string | undefined>>): Opener {
  const has = (name: string): boolean => env[name] !== undefined && env[name] !== "";
  if (has("SSH_CONNECTION") && !has("DISPLAY")) {
    return {
      reason:
        "this is a session over ssh: forward the port with ssh -L, or open the address on a machine that reaches it",
    };
  }
  if (platform === "darwin") return { program: "open", args: [] };
  // `start` is a word of the shell's; its first quoted argument would become the window's title.
  if (platform === "win32") return { program: "cmd", args: ["/c", "start", ""] };
  if (has("WSL_DISTRO_NAME")) return { program: "explorer.exe", args: [] };
  if (has("DISPLAY") || has("WAYLAND_DISPLAY")) return { program: "xdg-open", args: [] };
  return { reason: "there is no display here" };
}
