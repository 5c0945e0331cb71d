import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registered. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** Its parent's URN; empty for one at the top. */
  readonly parent: string;
  /** URNs of what has to exist before it. */
  readonly dependencies: readonly string[];
  readonly urn: string;
}

type Options = Pick<Registered, "protect" | "parent" | "dependencies">;

/**
 * Runs a stack's program under Pulumi's mocks and returns what it registered. Once per process: the mocks stay.
 * Every `RemoteImage` has the image id that {@link imageId} gives for its name.
 */
export async function record(
  stack: string,
  config: Readonly<Record<string, string>>,
  program: () => Promise<unknown>,
): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  const options = new Map<string, Options>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        const given = options.get(`${type} ${name}`) ?? { protect: false, parent: "", dependencies: [] };
        registered.push({
          ...given,
          type,
          name,
          inputs: plain(inputs) as Record<string, unknown>,
          urn: urnOf(stack, given.parent, type, name),
        });
        // Under mocks the id is an empty string, not undefined.
        return {
          id: id === undefined || id === "" ? `${name}-id` : id,
          state: {
            ...(inputs as object),
            exitCode: 0,
            imageId: imageId(name),
            arn: arnOf(name, type),
            versionId: versionOf(name),
            prometheusEndpoint: "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-mock/",
          },
        };
      },
      call: ({ token, inputs }) => ({ ...(inputs as object), ...answers[token] }),
    },
    "monitoring",
    stack,
    false,
  );
  noteOptions((type, name, given) => options.set(`${type} ${name}`, given));
  const namespaced = Object.entries(config).map(([key, value]) => [`monitoring:${key}`, value] as const);
  // All of it as secrets: what is not secret reaches a program as its argument.
  pulumi.runtime.setAllConfig(
    Object.fromEntries(namespaced),
    namespaced.map(([key]) => key),
  );
  await program();
  await pulumi.runtime.disconnect();
  return registered;
}

/** As the mocks make it (pulumi/sdk/nodejs/runtime/mocks.ts). */
function urnOf(stack: string, parent: string, type: string, name: string): string {
  const parentType = parent === "" ? "" : `${parent.split("::")[2] ?? ""}$`;
  return `urn:pulumi:${stack}::monitoring::${parentType}${type}::${name}`;
}

/** What is asked of a provider, and what the mocks answer. */
const answers: Readonly<Record<string, object>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": {
    accountId: "111122223333",
    arn: "arn:aws:iam::111122223333:user/deployer",
  },
};

interface Registration {
  getType(): string;
  getName(): string;
  getProtect(): boolean;
  getParent(): string;
  getDependenciesList(): readonly string[];
}

interface MockedMonitor {
  registerResource: (request: Registration, answer: unknown) => unknown;
}

/** Mocks are told what a resource is made from, not with which options: those are read on their way to the engine. */
function noteOptions(note: (type: string, name: string, options: Options) => void): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as MockedMonitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) => {
    note(request.getType(), request.getName(), {
      protect: request.getProtect(),
      parent: request.getParent(),
      dependencies: request.getDependenciesList(),
    });
    return register(request, answer);
  };
}

/** The version of a file or a secret under the mocks, from its resource's name. */
export function versionOf(name: string): string {
  return `${name}-version`;
}

/** The id of an image under the mocks, from its resource's name. */
export function imageId(name: string): string {
  return `sha256:${name}`;
}

/** The ARN of a resource under the mocks, in the account of AWS's examples. */
export function arnOf(name: string, type = "aws:sns/topic:Topic"): string {
  const service = type === "aws:secretsmanager/secret:Secret" ? "secretsmanager" : "sns";
  const kind = service === "secretsmanager" ? "secret:" : "";
  return `arn:aws:${service}:eu-central-1:111122223333:${kind}${name}`;
}

// How a secret looks on its way to the engine (pulumi/sdk/nodejs/runtime/rpc.ts).
const secretSignature = "4dabf18193072939515e22adb298388d";

/** The same value with every secret replaced by what it holds. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  if (secretSignature in value && "value" in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
