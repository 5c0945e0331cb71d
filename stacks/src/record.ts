import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registered. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

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
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        registered.push({ type, name, inputs: plain(inputs) as Record<string, unknown> });
        // Under mocks the id is an empty string, not undefined.
        return {
          id: id === undefined || id === "" ? `${name}-id` : id,
          state: { ...(inputs as object), exitCode: 0, imageId: imageId(name), arn: arnOf(name, type) },
        };
      },
      call: ({ token, inputs }) => ({ ...(inputs as object), ...answers[token] }),
    },
    "monitoring",
    stack,
    false,
  );
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

/** What is asked of a provider, and what the mocks answer. */
const answers: Readonly<Record<string, object>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": {
    accountId: "111122223333",
    arn: "arn:aws:iam::111122223333:user/deployer",
  },
};

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
