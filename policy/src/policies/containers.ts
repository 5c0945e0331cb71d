import {
  containersOf,
  dockerContainer,
  records,
  taskContainers,
  taskDefinition,
  text,
} from "../containers.ts";
import { each, type Policy } from "../policy.ts";

// Images of which no two public sources agree on a digest: their tag is all there is. To be emptied, not to be filled.
const withoutKnownDigest: readonly string[] = ["quay.io/prometheuscommunity/ecs-exporter:v0.4.0"];

/** By digest, by the id that an engine has given it, or made here and tagged by what is in it. */
const fixed = [/@sha256:[0-9a-f]{64}$/, /^sha256:./, /^mcp-local\/[\w-]+:(?:[\w.+~-]+-)?[0-9a-f]{12}$/];

function isFixed(image: string): boolean {
  return image === "" || withoutKnownDigest.includes(image) || fixed.some((form) => form.test(image));
}

/** An image that is the same tomorrow. */
export const imageIsFixed: Policy = {
  name: "image-is-fixed",
  what: "an image is named by digest, or made here and tagged by its content: a tag can be moved to other content",
  check: each((resource) =>
    [
      ...containersOf(resource),
      ...(resource.type === "docker:index/remoteImage:RemoteImage"
        ? [{ name: resource.name, image: text(resource.props["name"]) }]
        : []),
    ].flatMap(({ name, image }) =>
      isFixed(image) ? [] : [`${name} runs ${image}; name it as <image>:<tag>@sha256:<digest>`],
    ),
  ),
};

/** What is running has room of a known size, and no more than that by swapping. */
export const memoryIsBounded: Policy = {
  name: "memory-is-bounded",
  what: "memory is bounded, and swap adds none to it: one container must not starve the machine",
  check: each((resource) => {
    const { props, type } = resource;
    if (type === taskDefinition) return props["memory"] === undefined ? ["memory is not set"] : [];
    if (type !== dockerContainer || containersOf(resource).every(({ keepsRunning }) => !keepsRunning))
      return [];
    const { memory, memorySwap } = props;
    if (typeof memory !== "number" || memory <= 0) return ["memory is not set"];
    return memory === memorySwap ? [] : [`memorySwap is ${String(memorySwap)}; set it to memory, ${memory}`];
  }),
};

/** What is running is asked to end before it is killed. */
export const hasTimeToEnd: Policy = {
  name: "has-time-to-end",
  what: "a service is asked to end and has at least half a minute for it: killed, it loses what it has not written or sent",
  check: each((resource) => {
    if (resource.type === dockerContainer) {
      const grace = resource.props["destroyGraceSeconds"];
      const runs = containersOf(resource).some(({ keepsRunning }) => keepsRunning);
      return !runs || (typeof grace === "number" && grace >= 30)
        ? []
        : ["destroyGraceSeconds is under 30, or unset, which means none; set it to 60"];
    }
    return (resource.type === taskDefinition ? taskContainers(resource) : [])
      .filter(({ essential, stopTimeout }) => essential !== false && !(Number(stopTimeout) >= 30))
      .map(
        ({ name }) =>
          `stopTimeout of ${text(name)} is under 30, or unset; set it to 120, the most that Fargate has`,
      );
  }),
};

// Whoever may write to it is root on the host; a folder above it is as good as the socket itself.
const socket = "/var/run/docker.sock";
const ways = [socket, "/run/docker.sock", "/var/run", "/run", "/var", "/"];

/** Nobody drives the engine from inside a container. */
export const socketIsReadOnly: Policy = {
  name: "socket-is-read-only",
  what: "no container can write to the engine's socket or to a folder above it: that would be root on the host",
  check: each((resource) =>
    containersOf(resource).flatMap(({ name, mounts }) =>
      mounts
        .filter(({ source, readOnly }) => !readOnly && ways.includes(source))
        .map(({ source }) => `${name} may write to ${source}; mount it read-only, or not at all`),
    ),
  ),
};

const secretNames = /pass(?:word|wd|phrase)?|secret|token|api_?key|access_?key|private_?key|credential/i;
const namesOfFiles = /FILE$|_(?:PATH|DIR|URI)$/i;
const passwordInUrl = /\/\/[^/\s:@]+:[^/\s@]+@/;

/** Secrets travel in files. */
export const noSecretInEnvironment: Policy = {
  name: "no-secret-in-environment",
  what: "no secret is in an environment variable: whoever may look at a container or a task reads it, and child processes have it",
  check: each((resource) =>
    containersOf(resource).flatMap(({ name, environment, injected }) => [
      ...Object.entries(environment)
        .filter(
          ([key, value]) =>
            passwordInUrl.test(value) || (value !== "" && secretNames.test(key) && !namesOfFiles.test(key)),
        )
        .map(([key]) => `${name} has ${key} in its environment; hand it over in a file`),
      ...injected.map((key) => `${name} gets the secret ${key} into its environment; fetch it into a file`),
    ]),
  ),
};

/** Whatever is published is published to this machine alone. */
export const noOpenPort: Policy = {
  name: "no-open-port",
  what: "no port is open to everyone: not published on every address, and no security group lets the internet in",
  check: each(({ type, props }) => {
    if (type === dockerContainer) {
      return records(props["ports"])
        .filter(({ ip }) => ["", "0.0.0.0", "::"].includes(text(ip)))
        .map(
          ({ internal }) => `port ${String(internal)} is published on every address; give it ip 127.0.0.1`,
        );
    }
    return ingress(type, props).flatMap((rule) =>
      everyone(rule)
        ? ["ingress is open to the internet; name the security group or network that needs it"]
        : [],
    );
  }),
};

function ingress(
  type: string,
  props: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  switch (type) {
    case "aws:ec2/securityGroup:SecurityGroup":
      return records(props["ingress"]);
    case "aws:ec2/securityGroupRule:SecurityGroupRule":
      return props["type"] === "ingress" ? [props] : [];
    case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
      return [props];
    default:
      return [];
  }
}

function everyone(rule: Readonly<Record<string, unknown>>): boolean {
  const ranges = [rule["cidrBlocks"], rule["ipv6CidrBlocks"], rule["cidrIpv4"], rule["cidrIpv6"]].flat();
  return ranges.some((range) => range === "0.0.0.0/0" || range === "::/0");
}
